// SPDX-License-Identifier: MPL-2.0
package amqp.integration.containers;

import amqp.integration.build.Reactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Builds a project of {@code examples} as somebody else would: a Maven process of its own, offline, with a local
 * repository that has the products of this build, just packaged, and for the rest leads to what this build has downloaded.
 *
 * @param folder where a copy of the project was built, with its {@code target}
 * @param output what Maven wrote
 */
record OutsideBuild(Path folder, String output) {
    private static final Path GROUP = Path.of("io", "github", "amqpsdk");
    private static final long PATIENCE_MINUTES = 10;

    /**
     * Copies the project, builds it, and fails where that fails.
     *
     * @param project folder below {@code examples}
     * @param arguments goals and properties
     */
    static OutsideBuild of(String project, List<String> arguments) throws IOException, InterruptedException {
        Path work = Reactor.ROOT.resolve("amqp.integration/target/outside").resolve(project);
        deleteAll(work);
        Path folder = work.resolve("project");
        copySources(Reactor.ROOT.resolve("examples").resolve(project), folder);
        Path repository = work.resolve("repository");
        prepare(repository);

        var command = new ArrayList<>(List.of("mvn", "-B", "-o", "-Dmaven.repo.local=" + repository));
        command.addAll(arguments);
        return run(command, folder, work.resolve("output.txt"));
    }

    private static OutsideBuild run(List<String> command, Path folder, Path output)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var maven = builder.start();
        boolean ended = maven.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            Stream.concat(maven.descendants(), Stream.of(maven.toHandle())).forEach(ProcessHandle::destroyForcibly);
        }
        var text = Files.readString(output);
        if (!ended || maven.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + " failed in " + folder + ":\n" + text);
        }
        return new OutsideBuild(folder, text);
    }

    private static void prepare(Path repository) throws IOException {
        // Surefire tells its tests where the local repository of the build is.
        Path downloaded = Path.of(System.getProperty("localRepository"));
        Path inside = Path.of("");
        for (var name : GROUP) {
            linkAll(downloaded.resolve(inside), repository.resolve(inside), name);
            inside = inside.resolve(name);
        }
        install(repository, "amqp.parent", Reactor.ROOT);
        install(repository, "bom", Reactor.ROOT.resolve("bom"));
        var published = new TreeSet<>(Reactor.products());
        published.add("amqp.cli");
        for (var module : published) {
            Path place = install(repository, module, Reactor.ROOT.resolve(module));
            var jar = Reactor.jar(module);
            Files.copy(jar, place.resolve(jar.getFileName()));
        }
    }

    /** Links to everything in a folder but what has that name, of which there is to be another. */
    private static void linkAll(Path from, Path to, Path except) throws IOException {
        Files.createDirectories(to);
        for (var each : list(from)) {
            if (!each.getFileName().equals(except)) {
                Files.createSymbolicLink(to.resolve(each.getFileName()), each);
            }
        }
    }

    private static Path install(Path repository, String module, Path folder) throws IOException {
        var version = System.getProperty("amqp.version");
        var place = repository.resolve(GROUP).resolve(module).resolve(version);
        Files.createDirectories(place);
        Files.copy(folder.resolve("pom.xml"), place.resolve(module + "-" + version + ".pom"));
        return place;
    }

    private static void copySources(Path from, Path to) throws IOException {
        for (var file : Reactor.files(from)) {
            Path copy = to.resolve(from.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    /** What links lead to stays. */
    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
