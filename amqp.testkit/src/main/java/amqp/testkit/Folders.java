// SPDX-License-Identifier: MPL-2.0
package amqp.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;

/** Temporary folders of the testkit. */
public final class Folders {
    private Folders() {}

    public static Path create(String purpose) {
        try {
            return Files.createTempDirectory("amqp-" + purpose + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder with all that is in it; a process that still writes there may make some files survive. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) return;
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        } catch (NoSuchFileException e) {
            // Somebody else was faster, which is as good.
        } catch (IOException | UncheckedIOException e) {
            System.getLogger("amqp.testkit").log(System.Logger.Level.WARNING, "Not deleted: " + folder, e);
        }
    }
}
