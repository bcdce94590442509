// SPDX-License-Identifier: MPL-2.0
package amqp.integration.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.integration.build.Command;
import amqp.integration.build.Jars;
import amqp.integration.build.LocalRepository;
import amqp.integration.build.Maven;
import amqp.integration.build.Reactor;
import amqp.integration.support.Brokers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project of its own that imports the bill of materials, built by Maven from the artifacts just built. */
class BomConsumerIT {
    private static final String ADAPTER = "amqp.adapter.nio";

    @TempDir
    private static Path folder;

    @Test
    void pullsInWhatItAsksForAndRuns() throws IOException {
        Path project = copy(SampleProgram.PROJECT, folder.resolve("project"));
        new Maven(LocalRepository.ofThisBuild()).run(project, "package").success();
        Path lib = project.resolve("target/lib");
        assertEquals(names(Jars.with(Set.of("amqp.client", ADAPTER)).stream()), names(Files.list(lib)));
        assertEquals(SampleProgram.lines(Set.of(ADAPTER)), SampleProgram.written(run(project, lib)));
    }

    private static Command run(Path project, Path lib) {
        var path = Jars.path(List.of(project.resolve("target/bom-consumer-1.jar"), lib.resolve("*")));
        var uri = Brokers.main().uri().toString();
        return Command.run(project, List.of(Command.tool("java"), "-cp", path, SampleProgram.MAIN, uri));
    }

    private static Set<String> names(Stream<Path> jars) {
        try (jars) {
            return jars.map(jar -> jar.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The sources alone; the build must leave nothing in the project's own folders. */
    private static Path copy(Path from, Path to) throws IOException {
        for (var file : Reactor.files(from)) {
            Path copy = to.resolve(from.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return to;
    }
}
