// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decides how long to wait before the next attempt to connect, and when to stop. A pure function of its arguments:
 * immutable, and one instance may serve any number of connections and threads; what one connection remembers is in its
 * {@link Reconnector}.
 *
 * <p>It is asked once per round. A round tries each address once, one right after the other; with a single address a
 * round is one connect.
 */
@FunctionalInterface
public interface ReconnectionStrategy {
    /**
     * The decision on one round.
     *
     * @param round 1 for the first round after the first connect failed or an open connection was lost, then 2, and so
     *     on until one opens
     * @param elapsed since that failing connect began or that connection was lost
     * @param random where jitter comes from; may be left unused
     */
    Attempt next(int round, Duration elapsed, RandomGenerator random);

    /** Never again. */
    static ReconnectionStrategy none() {
        return new None();
    }

    /**
     * The same delay each time, without end.
     *
     * @throws IllegalArgumentException when the delay isn't positive
     */
    static ReconnectionStrategy fixed(Duration delay) {
        return new Fixed(delay);
    }

    /** {@link Exponential#DEFAULT}: 1 s, doubled up to 5 s, and up to half of it on top at random; without end. */
    static Exponential exponential() {
        return Exponential.DEFAULT;
    }

    /**
     * This one, for so many rounds at most; 0 is never.
     *
     * @throws IllegalArgumentException when the number is negative
     */
    default ReconnectionStrategy atMost(int rounds) {
        return new AtMost(this, rounds);
    }

    /**
     * This one, as long as a round begins no later than {@code total} after the connection was lost.
     *
     * @throws IllegalArgumentException when the time is negative
     */
    default ReconnectionStrategy within(Duration total) {
        return new Within(this, total);
    }
}
