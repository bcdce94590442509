// SPDX-License-Identifier: MPL-2.0
package amqp.integration.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** The compiler of the JDK that runs the tests, for class files of Java 17. */
public final class Javac {
    private Javac() {}

    /**
     * Compiles into a folder.
     *
     * @param path options for the class path or module path
     * @return the errors, none when all went well
     */
    public static List<String> compile(List<Path> sources, List<String> path, Path classes) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var options = new ArrayList<>(
                List.of("--release", "17", "-proc:none", "-Xmaxerrs", "1000", "-d", classes.toString()));
        options.addAll(path);
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        try (var files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            compiler.getTask(null, files, diagnostics, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return diagnostics.getDiagnostics().stream()
                .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
                .map(found -> found.getMessage(Locale.ROOT))
                .toList();
    }

    /** Compiles what must be sound. */
    public static Path compiled(List<Path> sources, List<String> path, Path classes) {
        assertEquals(List.of(), compile(sources, path, classes));
        return classes;
    }

    /** Writes sources, by their paths, below a folder. */
    public static List<Path> write(Path folder, Map<String, String> sources) {
        return sources.entrySet().stream()
                .map(source -> write(folder.resolve(source.getKey()), source.getValue()))
                .toList();
    }

    private static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
