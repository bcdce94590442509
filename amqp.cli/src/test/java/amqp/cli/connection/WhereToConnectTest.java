// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.settings.Surroundings;
import amqp.client.ConnectionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** Command line, environment, settings file and file with passwords: which of them counts. */
class WhereToConnectTest {
    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();

    @Command(name = "any")
    private static final class AnyCommand {
        @Mixin
        private ConnectionArguments connection;

        AnyCommand(ConnectionArguments connection) {
            this.connection = connection;
        }
    }

    @BeforeEach
    void writeFiles() throws IOException {
        write(".config/amqp/settings.yaml", """
                default: usual
                profiles:
                  usual:
                    uri: amqp://usual
                  staging:
                    uri: amqp://carol@staging:5000/orders?adapter=nio
                    user: alice
                    password-file: ~/staging
                    adapter: blocking
                    sasl: AMQPLAIN
                """);
        write("staging", "of-profile\n");
        write("file", "of-file\n");
    }

    private Path write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Surroundings surroundings() {
        return new Surroundings(environment, home, false);
    }

    private ConnectionArguments parse(String... arguments) {
        AnyCommand command = new AnyCommand(new ConnectionArguments(surroundings()));
        new CommandLine(command).parseArgs(arguments);
        return command.connection;
    }

    @Test
    void theFirstThatThereIsCounts() throws IOException {
        environment.put("AMQP_URI", "amqp://environment");
        assertEquals(
                List.of("amqp://one", "amqp://two"),
                parse("--uri=amqp://one", "--uri=amqp://two").brokers());
        assertEquals(
                "staging",
                parse("--profile=staging").options().addresses().get(0).host());
        assertEquals(List.of("amqp://environment"), parse().brokers());
        environment.clear();
        assertEquals(List.of("amqp://usual"), parse().brokers());
        write(".config/amqp/settings.yaml", "profiles:\n  other:\n    uri: amqp://other\n");
        assertEquals(List.of("amqp://localhost"), parse().brokers());
        Files.delete(home.resolve(".config/amqp/settings.yaml"));
        assertEquals(List.of("amqp://localhost"), parse().brokers());
    }

    @Test
    void onlyTheCommandLineNamesABroker() {
        environment.put("AMQP_URI", "amqp://environment");
        assertFalse(parse().hasUri());
        assertTrue(parse("--profile=staging").hasUri());
    }

    @Test
    void aProfileGoesBeforeItsUriAndOptionsBeforeIt() {
        ConnectionArguments profile = parse("--profile=staging");
        assertEquals("blocking", profile.adapterName());
        assertEquals(List.of("AMQPLAIN"), profile.options().mechanisms());
        assertEquals("orders", profile.options().virtualHost());
        ConnectionArguments changed = parse("--profile=staging", "--adapter=nio", "--sasl=PLAIN");
        assertEquals("nio", changed.adapterName());
        assertEquals(List.of("PLAIN"), changed.options().mechanisms());
    }

    @Test
    void wrongNamesAreSaid() {
        var failure = assertThrows(
                ParameterException.class, () -> parse("--profile=stagin").options());
        assertTrue(failure.getMessage().contains("no profile \"stagin\" in "), failure.getMessage());
        assertTrue(failure.getMessage().endsWith("there are usual, staging"), failure.getMessage());
        assertThrows(
                ParameterException.class,
                () -> parse("--profile=staging", "--uri=amqp://x").options());
    }

    @Test
    void aSettingsFileThatIsNamedMustBeThere() {
        environment.put("AMQP_SETTINGS", home.resolve("nope").toString());
        var failure = assertThrows(RuntimeException.class, () -> parse().options());
        assertTrue(failure.getMessage().contains("there is no file "), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "amqp://alice:in-uri@h,  ,               ,          as the URI says, ''",
        "amqp://alice:in-uri@h,  file,           ,          alice,           of-file",
        "amqp://alice@h,         ,               ,          alice,           of-pass-file",
        "amqp://alice@h,         ,               variable,  alice,           variable",
        "amqp://h,               ,               variable,  guest,           variable",
        "amqp://h,               ,               ,          guest,           guest",
    })
    void passwords(String uri, String file, String variable, String user, String password) throws IOException {
        write(".amqppass", "h:5672:/:alice:of-pass-file\n");
        if (variable != null) {
            environment.put("AMQP_PASSWORD", variable);
        }
        Login login = login("", file == null ? "" : home.resolve(file).toString(), "", uri);
        assertEquals(user, login.toString());
        assertEquals(password, login.password());
    }

    private Login login(String user, String file, String profile, String... uris) {
        var chosen = Target.choose(List.of(uris), profile, surroundings());
        return Login.choose(
                user, false, Path.of(file), chosen, ConnectionOptions.ofUris(chosen.uris()), surroundings());
    }

    @Test
    void theFileOfAProfileGoesBeforeTheEnvironment() {
        environment.put("AMQP_PASSWORD", "variable");
        Login login = login("", "", "staging");
        assertEquals("alice of-profile", login.user() + " " + login.password());
        assertEquals("bob of-profile", login("bob", "", "staging").user() + " " + login.password());
    }

    @Test
    void aUserWithoutAPasswordIsWrongUsage() {
        var failure = assertThrows(
                ParameterException.class, () -> parse("--uri=amqp://alice@h").options());
        assertTrue(
                failure.getMessage().startsWith("there is no password for the user \"alice\""), failure.getMessage());
        parse("--uri=amqp://alice@h", "--sasl=EXTERNAL").options();
    }

    @Test
    void filesStandWhereTheSystemHasThem() {
        assertEquals(home.resolve(".config/amqp/settings.yaml"), surroundings().settingsFile());
        assertEquals(home.resolve(".amqppass"), surroundings().passFile());
        environment.putAll(Map.of("XDG_CONFIG_HOME", "/x", "APPDATA", "/roaming"));
        assertEquals(Path.of("/x/amqp/settings.yaml"), surroundings().settingsFile());
        Surroundings windows = new Surroundings(environment, home, true);
        assertEquals(Path.of("/roaming/amqp/settings.yaml"), windows.settingsFile());
        assertEquals(Path.of("/roaming/amqp/amqppass.conf"), windows.passFile());
        environment.putAll(Map.of("AMQP_SETTINGS", "/s", "AMQP_PASSFILE", "/p"));
        assertEquals(Path.of("/s"), windows.settingsFile());
        assertEquals(Path.of("/p"), windows.passFile());
    }
}
