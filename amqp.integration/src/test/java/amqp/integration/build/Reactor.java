// SPDX-License-Identifier: MPL-2.0
package amqp.integration.build;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** The folders of the build and the jars in them. Tests run in the folder of their module. */
public final class Reactor {
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Set<String> NO_SOURCES = Set.of("target", ".git", ".idea", ".m2");

    private Reactor() {}

    /** Names of the folders with a bundle description: the product modules that there are. */
    public static Set<String> products() {
        try (var folders = Files.list(ROOT)) {
            return folders.filter(folder -> Files.exists(folder.resolve("bnd.bnd")))
                    .map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path jar(String module) {
        var jar = ROOT.resolve(module).resolve("target/" + module + "-" + System.getProperty("amqp.version") + ".jar");
        if (!Files.exists(jar)) {
            throw new AssertionError(
                    jar + " is missing: run 'mvn verify' in the root folder, which packages it first.");
        }
        return jar;
    }

    public static JavaClasses classes(String module) {
        try (var jar = new JarFile(jar(module).toFile())) {
            var classes = new ClassFileImporter().importJar(jar);
            if (classes.isEmpty()) throw new AssertionError(jar.getName() + " holds no class.");
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file below a folder that is not built. */
    public static List<Path> files(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(Reactor::isSource).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSource(Path file) {
        for (var part : ROOT.relativize(file)) {
            if (NO_SOURCES.contains(part.toString())) return false;
        }
        return true;
    }
}
