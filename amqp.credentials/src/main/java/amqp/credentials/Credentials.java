// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

import java.time.Duration;
import java.util.Objects;

/**
 * The credentials of one login: user name, password and their validity. Immutable. No {@code toString} and no message
 * of this module has the password.
 *
 * @param username the user's name; empty if the mechanism needs none
 * @param password the password or token; empty if the mechanism needs none
 * @param lifetime how long these credentials stay valid, counted from the moment they were returned; positive, or
 *     {@link #FOREVER} if they do not expire
 * @param renewal after what time to ask for newer ones, counted from the same moment; positive, or {@link #FOREVER} for
 *     never
 */
public record Credentials(String username, String password, Duration lifetime, Duration renewal) {
    /** The lifetime of credentials that do not expire. */
    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /** No name and no password, for EXTERNAL and ANONYMOUS. */
    public static final Credentials NONE = of("", "");

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException when a time is not positive
     */
    public Credentials {
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(password, "password");
        if (lifetime.isZero() || lifetime.isNegative()) {
            throw new IllegalArgumentException(
                    "The lifetime of the credentials is " + lifetime + "; give what remains of it, or FOREVER.");
        }
        if (renewal.isZero() || renewal.isNegative()) {
            throw new IllegalArgumentException(
                    "The credentials are to be renewed after " + renewal + "; give a positive time, or FOREVER.");
        }
    }

    /**
     * Creates credentials that are renewed after the earliest time of {@link Renewal#DEFAULT} for their lifetime.
     *
     * @throws IllegalArgumentException when the lifetime is not positive
     */
    public Credentials(String username, String password, Duration lifetime) {
        this(username, password, lifetime, Renewal.DEFAULT.delay(lifetime));
    }

    /** Returns credentials that do not expire. */
    public static Credentials of(String username, String password) {
        return new Credentials(username, password, FOREVER);
    }

    /** Returns whether these credentials expire. */
    public boolean expires() {
        return !lifetime.equals(FOREVER);
    }

    @Override
    public String toString() {
        return "Credentials[username=" + username + ", password=hidden, lifetime=" + (expires() ? lifetime : "forever")
                + "]";
    }
}
