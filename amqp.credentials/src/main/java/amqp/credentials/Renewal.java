// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Computes when to fetch new credentials: after a fixed share of the lifetime. After a failure, apply it to the
 * remaining lifetime, so that the attempts come closer together towards the end, yet never closer than {@code least}. A
 * part of the rest of the lifetime is added at random, so that many clients with the same credentials do not renew at
 * the same moment.
 *
 * @param share the share of the lifetime after which to renew, above 0 and below 1
 * @param jitter the largest share of the rest that is added at random, 0 to 1
 * @param least the shortest delay, positive
 */
public record Renewal(double share, double jitter, Duration least) {
    /** Renews at 80 % to 85 % of the lifetime, and never more often than once a second. */
    public static final Renewal DEFAULT = new Renewal(0.8, 0.25, Duration.ofSeconds(1));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a value is out of its range
     */
    public Renewal {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("The share of the lifetime is " + share + "; give one between 0 and 1.");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("The jitter of a renewal is " + jitter + "; give 0 to 1.");
        }
        if (least.isZero() || least.isNegative()) {
            throw new IllegalArgumentException("The least delay is " + least + "; give a positive one.");
        }
    }

    /**
     * Returns how long to wait at least before the next renewal.
     *
     * @param remaining the lifetime of the credentials just received or, after a failed renewal, the rest of it; zero
     *     or negative if they have expired
     * @return the delay, at least {@link #least()}; {@link Credentials#FOREVER} when the credentials do not expire
     */
    public Duration delay(Duration remaining) {
        return after(remaining, share);
    }

    /**
     * Returns how long to wait before the next renewal, with jitter.
     *
     * @param remaining as for {@link #delay(Duration)}
     * @param random source of the jitter
     * @return at least {@link #delay(Duration)}, and less than the remaining lifetime unless that is below
     *     {@link #least()}; {@link Credentials#FOREVER} when the credentials do not expire
     */
    public Duration delay(Duration remaining, RandomGenerator random) {
        return after(remaining, share + (1 - share) * jitter * random.nextDouble());
    }

    private Duration after(Duration remaining, double part) {
        if (remaining.equals(Credentials.FOREVER)) {
            return Credentials.FOREVER;
        }
        // Whole milliseconds: finer makes no sense for a login, and no lifetime overflows a double.
        var delay = Duration.ofMillis((long) (remaining.getSeconds() * 1e3 * part + remaining.getNano() / 1e6 * part));
        return delay.compareTo(least) < 0 ? least : delay;
    }
}
