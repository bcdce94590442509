// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    @TempDir
    Path folder;

    @Test
    void getsTextInUtf8() throws IOException {
        Path path = folder.resolve("out");
        try (OutputFile file = OutputFile.create("--out", path)) {
            file.write("a\u00e9\n");
            assertEquals("a\u00e9\n", Files.readString(path), "it is there at once");
            file.write("b\n");
        }
        assertEquals("a\u00e9\nb\n", Files.readString(path));
    }

    @Test
    void isRemovedWhereNothingWasWritten() {
        Path path = folder.resolve("out");
        OutputFile.create("--out", path).close();
        assertFalse(Files.exists(path));
    }

    @Test
    void doesNotReplaceAFile() throws IOException {
        Path path = Files.writeString(folder.resolve("out"), "before");
        var failure = assertThrows(CommandFailedException.class, () -> OutputFile.create("--out", path));
        assertEquals(
                "the file \"" + path + "\" is there already and is not overwritten; give another --out",
                failure.getMessage());
        assertEquals("before", Files.readString(path));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void mayBeADevice() {
        OutputFile full = OutputFile.create("--out", Path.of("/dev/full"));
        var failure = assertThrows(CommandFailedException.class, () -> full.write("x"));
        assertEquals("cannot write to \"/dev/full\": No space left on device", failure.getMessage());
        full.close();
        assertTrue(Files.exists(Path.of("/dev/full")));
    }
}
