// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import amqp.cli.settings.Profile;
import amqp.cli.settings.SettingsFile;
import amqp.cli.settings.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where to connect: the first that there is of --uri, --profile, AMQP_URI, the default profile, and localhost. */
final class Target {
    private static final String LOCAL = "amqp://localhost";

    private Target() {}

    /**
     * @param uris of the command line
     * @param profileName of the command line; empty without one
     * @throws IllegalArgumentException when they make no sense
     * @throws amqp.cli.terminal.CommandFailedException when the settings file is wrong
     */
    static Profile choose(List<String> uris, String profileName, Surroundings surroundings) {
        if (!uris.isEmpty() && !profileName.isEmpty()) {
            throw new IllegalArgumentException("--uri and --profile both say where to connect; give one of them");
        }
        if (!uris.isEmpty()) {
            return Profile.ofUris(uris);
        }
        Path file = surroundings.settingsFile();
        if (!profileName.isEmpty()) {
            return named(profileName, SettingsFile.read(file, surroundings.home()), file);
        }
        String ofEnvironment = surroundings.variable("AMQP_URI");
        if (!ofEnvironment.isEmpty()) {
            return Profile.ofUris(List.of(ofEnvironment));
        }
        Optional<Profile> usual = surroundings.namesSettingsFile() || Files.exists(file)
                ? SettingsFile.read(file, surroundings.home()).defaultProfile()
                : Optional.empty();
        return usual.orElseGet(() -> Profile.ofUris(List.of(LOCAL)));
    }

    private static Profile named(String name, SettingsFile settings, Path file) {
        return settings.profile(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no profile \"" + name + "\" in " + file
                        + (settings.names().isEmpty() ? "" : "; there are " + String.join(", ", settings.names()))));
    }
}
