// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import amqp.cli.settings.PassFile;
import amqp.cli.settings.PasswordFile;
import amqp.cli.settings.Profile;
import amqp.cli.settings.Surroundings;
import amqp.cli.settings.UserInfo;
import amqp.cli.terminal.Prompt;
import amqp.client.Address;
import amqp.client.ConnectionOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who logs in with which password, where that is not left to the URI.
 *
 * @param ofUri whether user and password stay as the URI, or the client by default, has them
 */
record Login(boolean ofUri, String user, String password) {
    private static final Login OF_URI = new Login(true, "", "");
    private static final List<String> WITHOUT_PASSWORD = List.of("EXTERNAL", "ANONYMOUS");
    private static final String GUEST = "guest";
    private static final Path NO_PATH = Path.of("");

    /**
     * Finds the password: asked for, or in the file named, or in the URI, or in the profile's file, or in AMQP_PASSWORD, or
     * in the file with passwords.
     *
     * @param named user named on the command line; empty without one
     * @throws IllegalArgumentException when a user has no password
     * @throws amqp.cli.terminal.CommandFailedException when a file with passwords is wrong, or nobody can be asked
     */
    static Login choose(
            String named,
            boolean ask,
            Path passwordFile,
            Profile profile,
            ConnectionOptions options,
            Surroundings surroundings) {
        if (WITHOUT_PASSWORD.containsAll(options.mechanisms())) {
            return OF_URI;
        }
        UserInfo uri = UserInfo.of(profile.uris().get(0));
        String inProfile = named.isEmpty() ? profile.user() : named;
        String given = inProfile.isEmpty() ? uri.user() : inProfile;
        String user = given.isEmpty() ? GUEST : given;
        Address address = options.addresses().get(0);
        if (ask) {
            return new Login(false, user, Prompt.secret("Password of " + user + " at " + address.host()));
        }
        if (!passwordFile.equals(NO_PATH)) {
            return new Login(false, user, PasswordFile.read(passwordFile));
        }
        if (uri.password().isPresent() && inProfile.isEmpty()) {
            return OF_URI;
        }
        if (!profile.passwordFile().equals(NO_PATH)) {
            return new Login(false, user, PasswordFile.read(profile.passwordFile()));
        }
        String ofEnvironment = surroundings.variable("AMQP_PASSWORD");
        if (!ofEnvironment.isEmpty()) {
            return new Login(false, user, ofEnvironment);
        }
        Optional<String> kept =
                PassFile.password(surroundings.passFile(), address.host(), address.port(), options.virtualHost(), user);
        if (kept.isPresent()) {
            return new Login(false, user, kept.get());
        }
        if (!user.equals(GUEST)) {
            throw new IllegalArgumentException("there is no password for the user \"" + user
                    + "\"; give --password to be" + " asked for it, --password-file or AMQP_PASSWORD, or put it into "
                    + surroundings.passFile());
        }
        return new Login(false, GUEST, GUEST);
    }

    ConnectionOptions apply(ConnectionOptions options) {
        return ofUri ? options : options.toBuilder().credentials(user, password).build();
    }

    @Override
    public String toString() {
        return ofUri ? "as the URI says" : user;
    }
}
