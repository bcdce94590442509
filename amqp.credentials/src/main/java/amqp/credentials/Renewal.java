// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

import java.time.Duration;

/**
 * When to fetch new credentials for an open connection. The theory: renew after a fixed share of the lifetime; where
 * that fails, ask again with what remains, so the attempts come closer together as the end comes nearer, yet never
 * closer than {@code least}. The caller runs the timer, asks its {@link CredentialsProvider} and sends
 * connection.update-secret.
 *
 * @param share the share of the lifetime after which to renew, above 0 and below 1
 * @param least the shortest delay ever given, positive
 */
public record Renewal(double share, Duration least) {
    /** At 80 % of the lifetime, and never more often than once a second. */
    public static final Renewal DEFAULT = new Renewal(0.8, Duration.ofSeconds(1));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a value is out of its range
     */
    public Renewal {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("The share of the lifetime is " + share + "; give one between 0 and 1.");
        }
        if (least.isZero() || least.isNegative()) {
            throw new IllegalArgumentException("The least delay is " + least + "; give a positive one.");
        }
    }

    /**
     * How long to wait before the next renewal.
     *
     * @param remaining the lifetime of the credentials just received or, after a failed renewal, what remains of it;
     *     may be zero or negative when they have expired meanwhile
     * @return the delay, at least {@link #least()}; {@link Credentials#FOREVER} when the credentials don't expire
     */
    public Duration delay(Duration remaining) {
        if (remaining.equals(Credentials.FOREVER)) {
            return Credentials.FOREVER;
        }
        // Whole milliseconds: finer makes no sense for a login, and no lifetime overflows a double.
        var delay =
                Duration.ofMillis((long) (remaining.getSeconds() * 1e3 * share + remaining.getNano() / 1e6 * share));
        return delay.compareTo(least) < 0 ? least : delay;
    }
}
