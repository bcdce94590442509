// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Where a class comes from.
 *
 * @param module name of the module, or what the jar calls itself where the class is on the class path; empty when unknown
 * @param version of the artifact, or of the bundle where the jar does not say; empty when unknown
 */
public record Artifact(String module, String version) {

    public static Artifact of(Class<?> type) {
        Attributes manifest = manifest(type);
        String name = type.getModule().isNamed()
                ? type.getModule().getName()
                : first(manifest, "Bundle-SymbolicName", "Automatic-Module-Name", "Implementation-Title");
        return new Artifact(name, first(manifest, "Implementation-Version", "Bundle-Version"));
    }

    /** The value of the first of these names that there is; empty without any. */
    private static String first(Attributes manifest, String... names) {
        return Stream.of(names)
                .map(manifest::getValue)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    /** Of the jar or folder that holds the class; empty where there is none. */
    private static Attributes manifest(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            Path place = Path.of(source.getLocation().toURI());
            if (Files.isDirectory(place)) {
                try (InputStream in = Files.newInputStream(place.resolve(JarFile.MANIFEST_NAME))) {
                    return new Manifest(in).getMainAttributes();
                }
            }
            try (JarFile jar = new JarFile(place.toFile())) {
                return jar.getManifest().getMainAttributes();
            }
        } catch (IOException | URISyntaxException | RuntimeException unknown) {
            return new Attributes();
        }
    }
}
