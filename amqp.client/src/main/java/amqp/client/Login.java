// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import amqp.credentials.Credentials;
import amqp.credentials.CredentialsProvider;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a connection logs in with: asked at each handshake, so that the newest secret counts, also for a connection that
 * comes back long after it was renewed. Safe for any thread.
 */
final class Login {
    private final CredentialsProvider provider;
    private final LongSupplier clock;
    private volatile Given newest;
    private volatile Given used;

    /** What the provider is to give others for. */
    private volatile @Nullable Credentials refused;

    /**
     * Credentials, and when they were given.
     *
     * @param at by the clock of the adapter
     */
    record Given(Credentials credentials, long at) {}

    /**
     * Creates the login of one connection.
     *
     * @param first what a handshake is made with before the provider was asked
     * @param clock the time in nanoseconds
     */
    Login(Credentials first, CredentialsProvider provider, LongSupplier clock) {
        this.provider = provider;
        this.clock = clock;
        newest = new Given(first, clock.getAsLong());
        used = newest;
    }

    /** Asks the provider, which may block, for what the next handshake is made with. */
    Given fetch() {
        Credentials unwanted = refused;
        long before = clock.getAsLong();
        Credentials now = unwanted == null ? provider.credentials() : provider.replacing(unwanted);
        Given given = new Given(Objects.requireNonNull(now, "the provider gave no credentials"), before);
        newest = given;
        if (refused == unwanted) {
            refused = null;
        }
        return given;
    }

    /** The credentials of now, for a handshake that begins. */
    Credentials next() {
        Given now = newest;
        used = now;
        return now.credentials();
    }

    /** What the last handshake was begun with. */
    Given used() {
        return used;
    }

    /** Another secret counts from now on. */
    void renewed(byte[] secret) {
        newest = new Given(
                Credentials.of(newest.credentials().username(), new String(secret, UTF_8)), clock.getAsLong());
    }

    /** The broker does not take these: the provider is to give others the next time. */
    void refused(Credentials credentials) {
        refused = credentials;
    }

    /** Whether the last handshake was begun with a secret that has been renewed since. */
    boolean isOutdated() {
        return used != newest;
    }
}
