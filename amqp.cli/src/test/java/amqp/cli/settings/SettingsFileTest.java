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
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {
    @TempDir
    private Path folder;

    private SettingsFile read(String yaml) throws IOException {
        return SettingsFile.read(Files.writeString(folder.resolve("settings.yaml"), yaml), Path.of("/home/alice"));
    }

    @Test
    void readsProfiles() throws IOException {
        SettingsFile settings = read("""
                # a comment
                default: staging
                profiles:
                  local:
                    uri: amqp://localhost
                  staging:
                    uri:
                      - amqps://one/orders
                      - amqps://two/orders
                    user: alice
                    password-file: ~/.staging
                    adapter: nio
                    ca: ca.pem
                    cert: /etc/me.pem
                    key: keys/me.key
                    key-password-file: key-password
                    sasl: PLAIN,AMQPLAIN
                """);
        assertEquals(Set.of("local", "staging"), settings.names());
        assertEquals(
                new Profile(
                        "staging",
                        List.of("amqps://one/orders", "amqps://two/orders"),
                        "alice",
                        Path.of("/home/alice/.staging"),
                        "nio",
                        folder.resolve("ca.pem"),
                        Path.of("/etc/me.pem"),
                        folder.resolve("keys/me.key"),
                        folder.resolve("key-password"),
                        "PLAIN,AMQPLAIN"),
                settings.defaultProfile().orElseThrow());
        assertEquals(
                List.of("amqp://localhost"),
                settings.profile("local").orElseThrow().uris());
    }

    @Test
    void anEmptyFileHasNoProfiles() throws IOException {
        assertTrue(read("# nothing\n").defaultProfile().isEmpty());
        assertTrue(read("").names().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "profiles;  a;    uri: amqp://h;    usr: x             | line 4, column 5: profiles.a.usr is unknown; known are uri,",
                "profiles;  a;    uri: amqp://h;    password: x        | line 4, column 5: profiles.a.password does not stand here",
                "profiles;  a;    uri: http://h                        | line 3, column 5: profiles.a.uri is wrong: \"http://h\" is not a",
                "profiles;  a;    uri: amqp://u:secret@h?colour=red    | line 3, column 5: profiles.a.uri is wrong: ",
                "profiles;  a;    user: x                              | line 2, column 3: profiles.a needs the member uri",
                "profiles;  a;    uri: amqp://h;    user: [x]          | line 4, column 5: profiles.a.user must be text",
                "profiles;  a;    uri: amqp://h;    user:              | line 4, column 5: profiles.a.user must be text",
                "profiles;  a;    uri: amqp://h;    user: 7            | line 4, column 5: profiles.a.user must be text; put it in",
                "profiles;  a;    uri: &h amqp://h;    user: *h        | line 4, column 11: profiles.a.user is an alias (*name)",
                "profiles;  a;    uri: amqp://h;---;profiles           | line ",
                "profiles;  a;    uri: [amqp://h/a, amqp://h/b]        | line 3, column 5: profiles.a.uri is wrong: ",
                "profiles;  a;    uri: [amqp://h/a, {b: c}]            | line 3, column 23: profiles.a.uri[1] must be text",
                "profiles;  a;    uri: []                              | line 3, column 5: profiles.a.uri is wrong: ",
                "profiles;  a;    uri: amqp://h;  a;    uri: amqp://h  | line 4, column 3: profiles.a is there twice, first in line 2",
                "profiles;  a                                          | line 2, column 3: profiles.a needs the member uri",
                "profiles: 7                                           | line 1, column 1: profiles must be an object",
                "colour: red                                           | line 1, column 1: colour is unknown; known are default, profiles",
                "- one                                                 | line 1, column 1: the file must be an object",
                "profiles;  a;    uri: amqp://h;default: b             | line 4, column 1: default is \"b\", and there is no such",
                "profiles;  a;    uri: 'amqp://h                       | line ",
                "profiles;  a;   uri: amqp://h;  user: x;   adapter: y | line ",
            })
    void namesThePlaceOfAMistake(String yaml, String sentence) {
        String lines = yaml.replaceAll("(profiles|  a)(;|$)", "$1:;").replace(";", "\n");
        var failure = assertThrows(CommandFailedException.class, () -> read(lines));
        assertTrue(failure.getMessage().contains("settings.yaml\", " + sentence), failure.getMessage());
        assertTrue(failure.getMessage().lines().count() == 1, failure.getMessage());
        assertTrue(!failure.getMessage().contains("secret"), failure.getMessage());
    }

    @Test
    void aMissingFileIsSaid() {
        var failure = assertThrows(
                CommandFailedException.class, () -> SettingsFile.read(folder.resolve("nope.yaml"), folder));
        assertTrue(failure.getMessage().startsWith("there is no file \""), failure.getMessage());
        assertTrue(
                failure.getMessage().endsWith("nope.yaml\"; check --profile and AMQP_SETTINGS"), failure.getMessage());
    }

    @Test
    void mayBeJson() throws IOException {
        SettingsFile settings = read("{\"default\": \"a\", \"profiles\": {\"a\": {\"uri\": [\"amqp://h\"]}}}");
        assertEquals(
                List.of("amqp://h"), settings.defaultProfile().orElseThrow().uris());
    }

    @Test
    void withAPasswordItMustBePrivate() throws IOException {
        String yaml = "profiles:\n  a:\n    uri: amqp://alice:secret@h\n";
        var failure = assertThrows(CommandFailedException.class, () -> read(yaml));
        assertTrue(failure.getMessage().contains("chmod 600"), failure.getMessage());
        Path file = folder.resolve("settings.yaml");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals(Set.of("a"), SettingsFile.read(file, folder).names());
    }
}
