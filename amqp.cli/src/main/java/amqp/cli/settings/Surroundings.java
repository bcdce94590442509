// SPDX-License-Identifier: MPL-2.0
package amqp.cli.settings;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What a user's process is surrounded by, as far as the command looks at it.
 *
 * @param variables the environment
 * @param home folder of the user
 * @param windows whether files stand where Windows has them
 */
public record Surroundings(Map<String, String> variables, Path home, boolean windows) {

    /** The surroundings of this process. */
    public static Surroundings ofProcess() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        return new Surroundings(System.getenv(), Path.of(System.getProperty("user.home")), windows);
    }

    /** The value of an environment variable; empty when it is not set. */
    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** The settings file: {@code AMQP_SETTINGS}, or {@code amqp/settings.yaml} in the user's configuration folder. */
    public Path settingsFile() {
        String named = variable("AMQP_SETTINGS");
        return named.isEmpty() ? configuration().resolve("amqp").resolve("settings.yaml") : Path.of(named);
    }

    /** Whether the settings file was named, so that it must exist. */
    public boolean namesSettingsFile() {
        return !variable("AMQP_SETTINGS").isEmpty();
    }

    /** The file with passwords: {@code AMQP_PASSFILE}, or {@code .amqppass} in the home folder. */
    public Path passFile() {
        String named = variable("AMQP_PASSFILE");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        return windows ? configuration().resolve("amqp").resolve("amqppass.conf") : home.resolve(".amqppass");
    }

    private Path configuration() {
        String named = variable(windows ? "APPDATA" : "XDG_CONFIG_HOME");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        return windows ? home.resolve("AppData").resolve("Roaming") : home.resolve(".config");
    }
}
