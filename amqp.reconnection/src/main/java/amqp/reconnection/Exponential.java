// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A delay that grows by a factor up to a bound: {@code wait = delay × (1 + random × jitter)}. The bound holds for the
 * delay; the jitter comes on top, so that clients who lost the same server don't come back in step even at the bound.
 *
 * @param first the delay of the first round, positive
 * @param factor what each further round multiplies it by, 1 or more
 * @param longest the largest delay before jitter, at least {@code first}, at most a year
 * @param jitter the largest share of the delay that is added at random, 0 to 1
 */
public record Exponential(Duration first, double factor, Duration longest, double jitter)
        implements ReconnectionStrategy {
    // Stands before DEFAULT, which is checked against it.
    private static final Duration YEAR = Duration.ofDays(365);

    /** First 1 s, factor 2, at most 30 s, jitter 0.5. */
    public static final Exponential DEFAULT = new Exponential(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), 0.5);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a value is out of its range
     */
    public Exponential {
        check(!first.isZero() && !first.isNegative(), "first delay", first, "a positive one");
        check(factor >= 1 && factor < Double.POSITIVE_INFINITY, "factor", factor, "1 or more");
        check(longest.compareTo(first) >= 0, "longest delay", longest, "at least the first one, which is " + first);
        check(longest.compareTo(YEAR) <= 0, "longest delay", longest, "at most " + YEAR);
        check(jitter >= 0 && jitter <= 1, "jitter", jitter, "0 to 1");
    }

    private static void check(boolean fine, String what, Object value, String wanted) {
        if (!fine) {
            throw new IllegalArgumentException(
                    "The " + what + " of a reconnection is " + value + "; give " + wanted + ".");
        }
    }

    /** The same with another first delay. */
    public Exponential withFirst(Duration newFirst) {
        return new Exponential(newFirst, factor, longest, jitter);
    }

    /** The same with another factor. */
    public Exponential withFactor(double newFactor) {
        return new Exponential(first, newFactor, longest, jitter);
    }

    /** The same with another bound. */
    public Exponential withLongest(Duration newLongest) {
        return new Exponential(first, factor, newLongest, jitter);
    }

    /** The same with another jitter. */
    public Exponential withJitter(double newJitter) {
        return new Exponential(first, factor, longest, newJitter);
    }

    @Override
    public Attempt next(int round, Duration elapsed, RandomGenerator random) {
        // In doubles: the power may become infinite, which the bound cuts off; a year in nanoseconds is far from it.
        var delayNanos = Math.min(longest.toNanos(), first.toNanos() * Math.pow(factor, round - 1));
        return new Attempt.After(Duration.ofNanos((long) (delayNanos * (1 + random.nextDouble() * jitter))));
    }
}
