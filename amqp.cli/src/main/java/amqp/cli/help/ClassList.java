// SPDX-License-Identifier: MPL-2.0
package amqp.cli.help;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The classes that are worth a place in the archive that the command starts from: its own and those of the libraries that
 * each command uses, and of Java's packages those that they call. The embedded broker and the other frameworks are left out.
 */
final class ClassList {
    private static final Pattern OURS =
            Pattern.compile("(amqp|picocli|tools/jackson/(core|jr)|org/slf4j|org/HdrHistogram)/.*\\.class");
    private static final List<String> PACKAGES_OF_JAVA = List.of(
            "java/io",
            "java/lang/invoke",
            "java/lang/reflect",
            "java/net",
            "java/nio/channels",
            "java/nio/channels/spi",
            "java/util",
            "java/util/concurrent",
            "java/util/concurrent/atomic",
            "java/util/concurrent/locks",
            "java/util/regex",
            "java/util/stream",
            "jdk/internal/reflect",
            "sun/net",
            "sun/net/util",
            "sun/nio/ch",
            "sun/nio/fs",
            "sun/reflect/annotation",
            "sun/reflect/generics/factory",
            "sun/reflect/generics/parser",
            "sun/reflect/generics/reflectiveObjects",
            "sun/reflect/generics/tree",
            "sun/reflect/generics/visitor");

    private ClassList() {}

    /** Names with slashes, sorted, from the class path and the Java of this process. */
    static List<String> ofThisProcess() throws IOException {
        List<String> names = new ArrayList<>();
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (jar.endsWith(".jar")) {
                try (JarFile file = new JarFile(jar)) {
                    file.stream()
                            .map(JarEntry::getName)
                            .filter(OURS.asMatchPredicate())
                            .forEach(names::add);
                }
            }
        }
        Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules/java.base");
        for (String part : PACKAGES_OF_JAVA) {
            try (Stream<Path> classes = Files.list(base.resolve(part))) {
                classes.map(Path::getFileName)
                        .map(Path::toString)
                        .filter(name -> name.endsWith(".class"))
                        .forEach(name -> names.add(part + "/" + name));
            }
        }
        return names.stream()
                .map(name -> name.substring(0, name.length() - ".class".length()))
                .sorted()
                .toList();
    }
}
