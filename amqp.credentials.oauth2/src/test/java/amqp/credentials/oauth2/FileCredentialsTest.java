// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.credentials.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCredentialsTest {
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    @TempDir
    private Path folder;

    private Path username;
    private Path password;

    @BeforeEach
    void name() {
        username = folder.resolve("username");
        password = folder.resolve("password");
    }

    private FileCredentials.Builder builder() {
        return FileCredentials.builder(password).checkInterval(INTERVAL);
    }

    private static Credentials unexpiring(String username, String password) {
        return new Credentials(username, password, Credentials.FOREVER, INTERVAL);
    }

    @Test
    void whatTheFilesHoldNowCounts() throws IOException {
        Files.writeString(username, "ann\n");
        Files.writeString(password, " first\n");
        var provider = builder().usernameFile(username).build();
        assertEquals(unexpiring("ann", "first"), provider.credentials());
        Files.writeString(password, "second");
        assertEquals(unexpiring("ann", "second"), provider.credentials());
        Files.writeString(username, "bob");
        assertEquals(unexpiring("bob", "second"), provider.replacing(provider.credentials()));
    }

    /** As Kubernetes does: the file is a link into a folder that is a link. */
    @Test
    void aFolderThatIsExchangedIsFollowed() throws IOException {
        for (var version : new String[] {"1", "2"}) {
            Files.writeString(
                    Files.createDirectory(folder.resolve("..v" + version)).resolve("password"), version);
        }
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..v1"));
        Files.createSymbolicLink(password, Path.of("..data", "password"));
        var provider = builder().username("me").build();
        assertEquals(unexpiring("me", "1"), provider.credentials());
        Files.createSymbolicLink(folder.resolve("..next"), Path.of("..v2"));
        Files.move(
                folder.resolve("..next"),
                folder.resolve("..data"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        assertEquals(unexpiring("me", "2"), provider.credentials());
    }

    @Test
    void aTokenExpires() throws IOException {
        var provider = builder().build(() -> NOW);
        Files.writeString(password, Jwts.expiringAt(NOW.plusSeconds(3600)));
        assertEquals(Duration.ofHours(1), provider.credentials().lifetime());
        assertEquals(INTERVAL, provider.credentials().renewal());
        Files.writeString(password, Jwts.expiringAt(NOW.plusSeconds(10)));
        var renewal = provider.credentials().renewal();
        assertTrue(renewal.compareTo(Duration.ofSeconds(8)) >= 0, renewal::toString);
        assertTrue(renewal.compareTo(Duration.ofSeconds(10)) < 0, renewal::toString);
        Files.writeString(password, Jwts.expiringAt(NOW.minusSeconds(3)));
        var failure = assertThrows(IllegalStateException.class, provider::credentials);
        assertEquals(
                "The token in the file " + password + " expired 3 s ago; is it still being renewed?",
                failure.getMessage());
    }

    @Test
    void aFileThatIsMissingOrEmptyIsAFailure() throws IOException {
        var provider = builder().build();
        var failure = assertThrows(UncheckedIOException.class, provider::credentials);
        assertTrue(failure.getMessage().contains(password.toString()), failure.getMessage());
        Files.writeString(password, "\n");
        assertThrows(IllegalStateException.class, provider::credentials);
    }

    @Test
    void settingsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> builder().checkInterval(Duration.ZERO));
        assertFalse(builder().username("ann").build().toString().contains("ann"));
    }
}
