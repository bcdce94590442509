// SPDX-License-Identifier: MPL-2.0
package amqp.integration.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import amqp.integration.build.Command;
import amqp.integration.build.Jars;
import amqp.integration.support.Brokers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As a native executable, where the environment variable GRAALVM_HOME names a GraalVM; {@code bin/native-image} insists. */
@Tag("once")
class NativeImageIT {
    private static final Set<String> ADAPTERS = Set.of("amqp.adapter.nio", "amqp.adapter.blocking", "amqp.adapter.aio");

    @TempDir
    private static Path folder;

    @Test
    void executableCarriesTheSampleProgram() {
        var home = System.getenv().getOrDefault("GRAALVM_HOME", "");
        var compiler = Path.of(home, "bin", "native-image");
        assumeTrue(
                !home.isEmpty() && Files.isExecutable(compiler),
                "Not run: the environment variable GRAALVM_HOME names no GraalVM with native-image.");
        var modules = new TreeSet<>(ADAPTERS);
        modules.add("amqp.client");
        var jars = new ArrayList<>(Jars.with(modules));
        jars.add(SampleProgram.jar(folder));
        var executable = folder.resolve("round-trip").toString();
        Command.run(
                        folder,
                        List.of(
                                compiler.toString(),
                                "--no-fallback",
                                "-cp",
                                Jars.path(jars),
                                "-o",
                                executable,
                                SampleProgram.MAIN))
                .success();
        var uri = Brokers.main().uri().toString();
        var command = Command.run(folder, List.of(executable, uri));
        assertEquals(SampleProgram.lines(ADAPTERS), SampleProgram.written(command));
    }
}
