// SPDX-License-Identifier: MPL-2.0
package amqp.integration.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Jars;
import amqp.integration.build.ProductJar;
import amqp.integration.support.Brokers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In bundles, with and without SPI Fly, which is what makes ServiceLoader look into other bundles. */
class OsgiIT {
    private static final String PROVIDER = "amqp.adapter.spi.AdapterProvider";

    /** Asked for outside the container, since a broker that is started needs the tests' class path. */
    private final String uri = Brokers.main().uri().toString();

    @TempDir
    private Path folder;

    @Test
    void adaptersAreFoundWithSpiFly() throws Exception {
        Set<String> modules = bundles();
        try (var container = Container.withSpiFly(folder.resolve("cache"), modules)) {
            container.installed(List.of(SampleProgram.jar(folder)));
            Class<?> program = container.load(SampleProgram.MODULE, SampleProgram.MAIN);
            assertEquals(SampleProgram.lines(adapters()), Container.alone(() -> found(program)));
        }
    }

    @Test
    void adaptersArePassedByHandWithoutSpiFly() throws Exception {
        try (var container = Container.plain(folder.resolve("cache"), bundles())) {
            container.installed(List.of(SampleProgram.jar(folder)));
            Class<?> program = container.load(SampleProgram.MODULE, SampleProgram.MAIN);
            assertEquals(Set.of(), Container.alone(() -> found(program)));
            for (var module : adapters()) {
                assertEquals(SampleProgram.VERDICT, Container.alone(() -> byHand(container, program, module)), module);
            }
        }
    }

    /** The adapters all of whose jars are bundles. */
    private static Set<String> adapters() {
        Set<String> adapters = Jars.adapters();
        adapters.removeIf(module -> !Jars.isForContainers(module));
        assertTrue(adapters.containsAll(Set.of("amqp.adapter.nio", "amqp.adapter.blocking", "amqp.adapter.aio")));
        return adapters;
    }

    private static Set<String> bundles() {
        Set<String> modules = new TreeSet<>(adapters());
        modules.add("amqp.client");
        return modules;
    }

    private Set<?> found(Class<?> program) throws ReflectiveOperationException {
        var lines = program.getMethod("overEach", String.class).invoke(null, uri);
        return new TreeSet<>((List<?>) lines);
    }

    private Object byHand(Container container, Class<?> program, String module) throws Exception {
        var provider = ProductJar.of(module).services().get(PROVIDER).iterator().next();
        Class<?> type = container.load(module, provider);
        Object instance = type.getConstructor().newInstance();
        try (var adapter = (AutoCloseable) type.getMethod("create").invoke(instance)) {
            Class<?> parameter = container.load("amqp.adapter.spi", "amqp.adapter.spi.Adapter");
            return program.getMethod("over", parameter, String.class).invoke(null, adapter, uri);
        }
    }
}
