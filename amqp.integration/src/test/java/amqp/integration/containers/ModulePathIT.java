// SPDX-License-Identifier: MPL-2.0
package amqp.integration.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.integration.build.Command;
import amqp.integration.build.Jars;
import amqp.integration.support.Brokers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the module path: an image with the sample program, the client, one adapter and of the JDK what these require. */
class ModulePathIT {
    private static final String ADAPTER = "amqp.adapter.nio";
    private static final Set<String> MODULES = Set.of("amqp.client", ADAPTER);

    @TempDir
    private static Path folder;

    @Test
    void imageCarriesTheSampleProgram() throws IOException {
        Path image = link();
        record(size(image));
        var java = image.resolve("bin/java").toString();
        var uri = Brokers.main().uri().toString();
        var main = SampleProgram.MODULE + "/" + SampleProgram.MAIN;
        var command = Command.run(folder, List.of(java, "--module", main, uri));
        assertEquals(SampleProgram.lines(Set.of(ADAPTER)), SampleProgram.written(command));
    }

    private static Path link() {
        Path image = folder.resolve("image");
        var jars = new ArrayList<>(Jars.with(MODULES));
        jars.add(SampleProgram.jar(folder));
        Command.run(
                        folder,
                        List.of(
                                Command.tool("jlink"),
                                "--module-path",
                                Jars.path(jars),
                                "--add-modules",
                                SampleProgram.MODULE + "," + ADAPTER,
                                "--strip-debug",
                                "--no-header-files",
                                "--no-man-pages",
                                "--compress=2",
                                "--output",
                                image.toString()))
                .success();
        return image;
    }

    private static long size(Path image) throws IOException {
        try (var files = Files.walk(image)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** For people: the README names the file. */
    private static void record(long size) throws IOException {
        var line = "%s: image of the sample program, client and %s: %.1f MiB"
                .formatted(Runtime.version(), ADAPTER, size / (1024.0 * 1024));
        System.out.println(line);
        Files.writeString(Brokers.reports().resolve("image-size.txt"), line + "\n");
    }
}
