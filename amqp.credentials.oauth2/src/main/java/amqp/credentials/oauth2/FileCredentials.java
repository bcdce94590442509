// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import amqp.credentials.Credentials;
import amqp.credentials.CredentialsProvider;
import amqp.credentials.Renewal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Credentials from files that change, such as secrets that Kubernetes mounts or that Vault's agent writes. The files
 * are read at each login and, while a connection is open, again and again; what is new is given to the broker. Where
 * the password is a JSON Web Token, its {@code exp} is when it expires. White space around names and passwords is
 * dropped. Thread-safe.
 */
public final class FileCredentials implements CredentialsProvider {
    /** Two files are not written at the same moment: they are read until two readings agree. */
    private static final int READINGS = 4;

    private final @Nullable Path usernameFile;
    private final String username;
    private final Path passwordFile;
    private final Duration checkInterval;
    private final InstantSource clock;

    private FileCredentials(Builder settings, InstantSource clock) {
        usernameFile = settings.usernameFile;
        username = settings.username;
        passwordFile = settings.passwordFile;
        checkInterval = settings.checkInterval;
        this.clock = clock;
    }

    /**
     * Returns a builder.
     *
     * @param passwordFile holds a password or token, in UTF-8
     */
    public static Builder builder(Path passwordFile) {
        return new Builder(passwordFile);
    }

    /**
     * Returns what the files hold now.
     *
     * @throws UncheckedIOException when one of them cannot be read
     * @throws IllegalStateException when the password is empty, or a token that has expired
     */
    @Override
    public Credentials credentials() {
        Read read = read();
        for (int i = 1; i < READINGS; i++) {
            Read before = read;
            read = read();
            if (read.equals(before)) {
                break;
            }
        }
        if (read.password.isEmpty()) {
            throw new IllegalStateException("The file " + passwordFile + " holds no password.");
        }
        Duration lifetime = Jwt.lifetime(read.password, clock.instant()).orElse(Credentials.FOREVER);
        if (lifetime.isZero() || lifetime.isNegative()) {
            throw new IllegalStateException("The token in the file " + passwordFile + " expired "
                    + lifetime.negated().toSeconds() + " s ago; is it still being renewed?");
        }
        Duration renewal = Renewal.DEFAULT.delay(lifetime, ThreadLocalRandom.current());
        return new Credentials(
                read.username, read.password, lifetime, renewal.compareTo(checkInterval) > 0 ? checkInterval : renewal);
    }

    private record Read(String username, String password) {}

    private Read read() {
        return new Read(usernameFile == null ? username : text(usernameFile), text(passwordFile));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " with credentials cannot be read: " + e, e);
        }
    }

    @Override
    public String toString() {
        return "FileCredentials[" + passwordFile + "]";
    }

    /** Collects the settings; not for use by several threads at once. */
    public static final class Builder {
        private final Path passwordFile;
        private String username = "";
        private @Nullable Path usernameFile;
        private Duration checkInterval = Duration.ofSeconds(30);

        private Builder(Path passwordFile) {
            this.passwordFile = Objects.requireNonNull(passwordFile, "passwordFile");
        }

        /** Sets the user name; empty by default, as for tokens. */
        public Builder username(String name) {
            username = Objects.requireNonNull(name, "name");
            usernameFile = null;
            return this;
        }

        /**
         * Sets the file that holds the user name. A connection cannot change its user: another name counts from the next
         * login on.
         */
        public Builder usernameFile(Path file) {
            usernameFile = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * Sets how often the files are looked at while a connection is open; 30 s by default. A token that expires is looked
         * at in time in any case.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder checkInterval(Duration interval) {
            if (interval.isZero() || interval.isNegative()) {
                throw new IllegalArgumentException(
                        "The files are looked at every " + interval + "; give a positive interval.");
            }
            checkInterval = interval;
            return this;
        }

        /** Makes the provider; the files are read when it is asked. */
        public FileCredentials build() {
            return build(Clock.systemUTC()::instant);
        }

        /** The same with another clock. */
        FileCredentials build(InstantSource clock) {
            return new FileCredentials(this, clock);
        }
    }
}
