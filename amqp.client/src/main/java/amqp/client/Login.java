// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import amqp.credentials.Credentials;

/**
 * What a connection logs in with: asked at each handshake, so that the newest secret counts, also for a connection that
 * comes back long after it was renewed. Safe for any thread.
 */
final class Login {
    private volatile Credentials newest;
    private volatile Credentials used;

    Login(Credentials first) {
        newest = first;
        used = first;
    }

    /** The credentials of now, for a handshake that begins. */
    Credentials next() {
        Credentials now = newest;
        used = now;
        return now;
    }

    /** Another secret counts from now on. */
    void renewed(byte[] secret) {
        newest = Credentials.of(newest.username(), new String(secret, UTF_8));
    }

    /** Whether the last handshake was begun with a secret that has been renewed since. */
    boolean isOutdated() {
        return used != newest;
    }
}
