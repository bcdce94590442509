// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A delay that grows by a factor up to a limit: {@code wait = delay × (1 + random × jitter)}. The limit applies to the
 * delay; the jitter is added to it, so that clients that lost the same server do not reconnect at the same time even at
 * the limit. Immutable; made by a {@link #builder}.
 */
public final class Exponential implements ReconnectionStrategy {
    /** First 1 s, factor 2, at most 5 s, jitter 0.5. */
    public static final Exponential DEFAULT = new Exponential(new Builder());

    private final Duration first;
    private final double factor;
    private final Duration longest;
    private final double jitter;

    private Exponential(Builder settings) {
        this.first = settings.first;
        this.factor = settings.factor;
        this.longest = settings.longest;
        this.jitter = settings.jitter;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with this strategy. */
    public Builder toBuilder() {
        return new Builder().first(first).factor(factor).longest(longest).jitter(jitter);
    }

    /** Returns the delay of the first round. */
    public Duration first() {
        return first;
    }

    /** Returns the factor by which the delay grows each round. */
    public double factor() {
        return factor;
    }

    /** Returns the largest delay before jitter. */
    public Duration longest() {
        return longest;
    }

    /** Returns the largest share of the delay that is added at random. */
    public double jitter() {
        return jitter;
    }

    @Override
    public Attempt next(int round, Duration elapsed, RandomGenerator random) {
        // In doubles: the power may become infinite, which the bound cuts off; a year in nanoseconds is far from it.
        var delayNanos = Math.min(longest.toNanos(), first.toNanos() * Math.pow(factor, round - 1));
        return new Attempt.After(Duration.ofNanos((long) (delayNanos * (1 + random.nextDouble() * jitter))));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Exponential that
                && first.equals(that.first)
                && Double.compare(factor, that.factor) == 0
                && longest.equals(that.longest)
                && Double.compare(jitter, that.jitter) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(first, factor, longest, jitter);
    }

    @Override
    public String toString() {
        return "Exponential[first=" + first + ", factor=" + factor + ", longest=" + longest + ", jitter=" + jitter
                + "]";
    }

    /** Collects the settings; not for use by several threads at once. */
    public static final class Builder {
        private static final Duration YEAR = Duration.ofDays(365);

        private Duration first = Duration.ofSeconds(1);
        private double factor = 2;
        private Duration longest = Duration.ofSeconds(5);
        private double jitter = 0.5;

        private Builder() {}

        /** Sets the delay of the first round: positive, and not above {@link #longest}. */
        public Builder first(Duration delay) {
            first = delay;
            return this;
        }

        /** Sets the factor by which the delay grows each round: 1 or more. */
        public Builder factor(double number) {
            factor = number;
            return this;
        }

        /** Sets the largest delay before jitter: at least {@link #first}, at most a year. */
        public Builder longest(Duration delay) {
            longest = delay;
            return this;
        }

        /** Sets the largest share of the delay that is added at random: 0 to 1. */
        public Builder jitter(double share) {
            jitter = share;
            return this;
        }

        /**
         * Returns the strategy.
         *
         * @throws IllegalArgumentException when a value is out of its range
         */
        public Exponential build() {
            check(!first.isZero() && !first.isNegative(), "first delay", first, "a positive one");
            check(factor >= 1 && factor < Double.POSITIVE_INFINITY, "factor", factor, "1 or more");
            check(longest.compareTo(first) >= 0, "longest delay", longest, "at least the first one, which is " + first);
            check(longest.compareTo(YEAR) <= 0, "longest delay", longest, "at most " + YEAR);
            check(jitter >= 0 && jitter <= 1, "jitter", jitter, "0 to 1");
            return new Exponential(this);
        }

        private static void check(boolean fine, String what, Object value, String wanted) {
            if (!fine) {
                throw new IllegalArgumentException(
                        "The " + what + " of a reconnection is " + value + "; give " + wanted + ".");
            }
        }
    }
}
