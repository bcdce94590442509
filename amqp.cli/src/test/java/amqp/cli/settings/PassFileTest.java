// SPDX-License-Identifier: MPL-2.0
package amqp.cli.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassFileTest {
    private static final String TEXT = """
            # comment:with:four:colons:here

            rabbit:5672:/:alice:one
            rabbit:*:\\:v\\\\h:bob:two\\:colon
            *:*:*:alice:three
            """;

    @TempDir
    private Path folder;

    private Path write(String permissions, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("pass"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @ParameterizedTest
    @CsvSource({
        "rabbit, 5672, /,     alice, one",
        "rabbit, 5671, /,     alice, three",
        "other,  5672, x,     alice, three",
        "rabbit, 1,    :v\\h, bob,   two:colon",
        "rabbit, 5672, /,     carol,",
    })
    void theFirstLineThatFitsCounts(String host, int port, String virtualHost, String user, String password)
            throws IOException {
        Path file = write("rw-------", TEXT);
        assertEquals(Optional.ofNullable(password), PassFile.password(file, host, port, virtualHost, user));
    }

    @Test
    void noFileIsNoPassword() {
        assertEquals(Optional.empty(), PassFile.password(folder.resolve("nope"), "h", 1, "/", "u"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void isRefusedWhereOthersMayReadOrWriteIt(String permissions) throws IOException {
        Path file = write(permissions, TEXT);
        var failure =
                assertThrows(CommandFailedException.class, () -> PassFile.password(file, "rabbit", 5672, "/", "alice"));
        assertTrue(failure.getMessage().contains("chmod 600"), failure.getMessage());
    }

    @Test
    void aWrongLineIsNamedWithoutWhatItSays() throws IOException {
        Path file = write("rw-------", TEXT + "rabbit:5672:alice:secret\n");
        var failure =
                assertThrows(CommandFailedException.class, () -> PassFile.password(file, "rabbit", 5672, "/", "alice"));
        assertTrue(failure.getMessage().contains("line 6"), failure.getMessage());
        assertTrue(!failure.getMessage().contains("secret"), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"'', none", "'\n', an empty one", "'a\nb\n', 2"})
    void aPasswordFileHasOneLine(String text, String found) throws IOException {
        Path file = write("rw-------", text);
        var failure = assertThrows(CommandFailedException.class, () -> PasswordFile.read(file));
        assertTrue(failure.getMessage().endsWith("it has " + found), failure.getMessage());
        assertEquals("secret", PasswordFile.read(write("rw-------", "secret\n")));
    }
}
