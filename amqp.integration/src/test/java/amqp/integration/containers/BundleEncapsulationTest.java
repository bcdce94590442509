// SPDX-License-Identifier: MPL-2.0
package amqp.integration.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.integration.build.Jars;
import amqp.integration.build.Javac;
import amqp.integration.build.ModuleTable;
import amqp.integration.build.ProductJar;
import amqp.integration.build.Reactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

/** What the products don't export is out of reach of other bundles. */
class BundleEncapsulationTest {
    static final Set<String> PRODUCTS =
            Reactor.products().stream().filter(Jars::isForContainers).collect(Collectors.toCollection(TreeSet::new));
    static final Set<String> WITH_HIDDEN_TYPES = PRODUCTS.stream()
            .filter(product -> !EncapsulationTest.hidden(product).isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));

    @TempDir
    private static Path cache;

    private static Container container;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws BundleException {
        container = Container.withSpiFly(cache, PRODUCTS);
    }

    @AfterAll
    static void stop() throws BundleException {
        container.close();
    }

    @ParameterizedTest
    @FieldSource("PRODUCTS")
    void bundlesOfferTheTableAlone(String product) {
        var offered =
                container.bundle(product).adapt(BundleWiring.class).getCapabilities("osgi.wiring.package").stream()
                        .map(capability -> capability.getAttributes().get("osgi.wiring.package"))
                        .collect(Collectors.toSet());
        assertEquals(ModuleTable.of(product).exports(), offered);
    }

    /** As long as a product exports all its packages, one that it could have stands for them. */
    @ParameterizedTest
    @FieldSource("PRODUCTS")
    void packagesThatAreNotOfferedDoNotResolve(String product) throws Exception {
        var internal = new TreeSet<>(ProductJar.of(product).descriptor().packages());
        internal.removeAll(ModuleTable.of(product).exports());
        internal.add(product + ".internal");
        for (var name : internal) {
            Path jar = Jars.pack(
                    Files.createDirectories(folder.resolve("empty")),
                    bundle("importer." + name, Map.of("Import-Package", name)),
                    fresh("importer"));
            var refusal = assertThrows(BundleException.class, () -> container.installed(List.of(jar)));
            assertEquals(BundleException.RESOLVE_ERROR, refusal.getType(), refusal::getMessage);
        }
    }

    /** A class of the same package in another bundle has another run-time package. */
    @ParameterizedTest
    @FieldSource("WITH_HIDDEN_TYPES")
    void guestsInThePackageAreRefused(String product) throws Exception {
        var guest = guest(product, Map.of("Require-Bundle", product));
        assertThrows(IllegalAccessError.class, guest::call);
    }

    @ParameterizedTest
    @FieldSource("WITH_HIDDEN_TYPES")
    void strangersSeeNothing(String product) throws Exception {
        var guest = guest(product, Map.of());
        assertThrows(NoClassDefFoundError.class, guest::call);
    }

    @Test
    void manyProductsHaveHiddenTypes() {
        assertEquals(true, WITH_HIDDEN_TYPES.contains("amqp.client") && WITH_HIDDEN_TYPES.size() > 5);
    }

    /** A class in the product's package, but in a bundle of its own, that touches a hidden type when it is called. */
    private Callable<?> guest(String product, Map<String, String> headers) throws Exception {
        var hidden = EncapsulationTest.hidden(product).iterator().next();
        var home = hidden.substring(0, hidden.lastIndexOf('.'));
        var source = "package " + home + "; public final class Guest implements java.util.concurrent.Callable<Object> {"
                + " @Override public Object call() { return " + hidden + ".class; } }";
        Path classes = Files.createDirectory(folder.resolve("classes"));
        var jars = Jars.path(Jars.with(Set.of(product)));
        Javac.compiled(Javac.write(folder, Map.of("Guest.java", source)), List.of("--class-path", jars), classes);
        var name = "guest." + product + "." + headers.size();
        Path jar = Jars.pack(classes, bundle(name, headers), fresh("guest"));
        container.installed(List.of(jar));
        return (Callable<?>)
                container.load(name, home + ".Guest").getConstructor().newInstance();
    }

    private static Map<String, String> bundle(String name, Map<String, String> headers) {
        var all = new HashMap<>(headers);
        all.putAll(Map.of("Bundle-ManifestVersion", "2", "Bundle-SymbolicName", name));
        return all;
    }

    private static Path fresh(String name) throws IOException {
        return Files.createTempFile(cache, name, ".jar");
    }
}
