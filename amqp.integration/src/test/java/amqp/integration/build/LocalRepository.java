// SPDX-License-Identifier: MPL-2.0
package amqp.integration.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A local repository of Maven, below {@code target}, that has of the project only what a test of this process puts into
 * it, and of all others what this build has used, by links to the repository of this build.
 */
public record LocalRepository(Path folder) {
    private static final Path GROUP = Path.of("io", "github", "amqpsdk");

    /** With the parent, the bill of materials and the products, as they were just built. */
    public static LocalRepository ofThisBuild() {
        var folder = Path.of("target", "repository-" + System.getProperty("amqp.fork", "process"));
        var repository = withoutTheProject(folder.toAbsolutePath());
        repository.add("amqp.parent", version(), Reactor.ROOT.resolve("pom.xml"), "pom");
        repository.add("bom", version(), Reactor.ROOT.resolve("bom/pom.xml"), "pom");
        for (var product : Reactor.products()) {
            repository.add(product, version(), Reactor.ROOT.resolve(product).resolve("pom.xml"), "pom");
            repository.add(product, version(), Reactor.jar(product), "jar");
        }
        return repository;
    }

    private static LocalRepository withoutTheProject(Path folder) {
        var used = Path.of(Maven.property("amqp.repository"));
        try {
            Files.createDirectories(folder);
            linkAround(GROUP, used, folder);
            Files.createDirectories(folder.resolve(GROUP));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LocalRepository(folder);
    }

    /** Puts a file into it as an artifact of the project. */
    public void add(String artifact, String version, Path file, String extension) {
        try {
            Path home = folder.resolve(GROUP).resolve(artifact).resolve(version);
            Files.createDirectories(home);
            var name = artifact + "-" + version + "." + extension;
            Files.copy(file, home.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String version() {
        return System.getProperty("amqp.version");
    }

    /** Links everything beside the path; the folders on the path are new. */
    private static void linkAround(Path path, Path from, Path to) throws IOException {
        var first = path.getName(0);
        try (var entries = Files.list(from)) {
            for (var entry : entries.filter(each -> !each.endsWith(first)).toList()) {
                Path link = to.resolve(entry.getFileName());
                Files.deleteIfExists(link); // of an earlier run, perhaps to another repository
                Files.createSymbolicLink(link, entry);
            }
        }
        Path inner = Files.createDirectories(to.resolve(first));
        if (path.getNameCount() > 1 && Files.isDirectory(from.resolve(first))) {
            linkAround(path.subpath(1, path.getNameCount()), from.resolve(first), inner);
        }
    }
}
