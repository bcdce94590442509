// SPDX-License-Identifier: MPL-2.0
package amqp.integration.containers;

import amqp.integration.build.Command;
import amqp.integration.build.Jars;
import amqp.integration.build.Javac;
import amqp.integration.build.Reactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The program of {@code examples/bom-consumer}: the same class on the class path, on the module path and in a bundle. */
final class SampleProgram {
    static final Path PROJECT = Reactor.ROOT.resolve("examples/bom-consumer");
    static final String MODULE = "example.consumer";
    static final String MAIN = "example.consumer.RoundTrip";
    /** What it writes of an adapter, behind the name. */
    static final String VERDICT = "ACKED, there and back";

    private static final Map<String, String> BUNDLE = Map.of(
            "Bundle-ManifestVersion", "2",
            "Bundle-SymbolicName", MODULE,
            "Bundle-Version", "1",
            "Export-Package", MODULE,
            "Import-Package", "amqp.adapter.spi,amqp.client,amqp.codec,amqp.codec.method,amqp.connection");

    private SampleProgram() {}

    /** Compiles it against the jars of the client and packs it, as module and bundle, in a folder. */
    static Path jar(Path folder) {
        var client = List.of("--module-path", Jars.path(Jars.with(Set.of("amqp.client"))));
        try {
            Path classes = Files.createDirectories(folder.resolve("classes"));
            var sources = Reactor.files(PROJECT.resolve("src/main/java"));
            return Jars.pack(Javac.compiled(sources, client, classes), BUNDLE, folder.resolve(MODULE + ".jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines that it writes when every one of these adapters does its work. */
    static Set<String> lines(Set<String> adapterModules) {
        var lines = new TreeSet<String>();
        for (var module : adapterModules) {
            lines.add(module.substring(module.lastIndexOf('.') + 1) + ": " + VERDICT);
        }
        return lines;
    }

    /** The lines that it wrote, without those of the logging. */
    static Set<String> written(Command command) {
        var lines = new TreeSet<>(command.success().lines().toList());
        lines.removeIf(line -> line.startsWith("SLF4J"));
        return lines;
    }
}
