// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decides how long to wait before the next attempt to connect, and when to stop. A pure function of its arguments: it
 * is immutable, and one instance may serve any number of connections and threads; the {@link Reconnector} has the state
 * of a connection.
 *
 * <p>It is called once per round. A round tries each address once, one right after the other; with a single address a
 * round is one connect.
 */
@FunctionalInterface
public interface ReconnectionStrategy {
    /**
     * Returns the decision on one round.
     *
     * @param round 1 for the first round after the first connect failed or an open connection was lost, then 2, and so
     *     on until one opens
     * @param elapsed since the start of that failed connect or the loss of that connection
     * @param random source of jitter; may be ignored
     */
    Attempt next(int round, Duration elapsed, RandomGenerator random);

    /** Returns a strategy that never tries again. */
    static ReconnectionStrategy none() {
        return new None();
    }

    /**
     * Returns a strategy with the same delay each time, without limit.
     *
     * @throws IllegalArgumentException when the delay is not positive
     */
    static ReconnectionStrategy fixed(Duration delay) {
        return new Fixed(delay);
    }

    /** Returns {@link Exponential#DEFAULT}: 1 s, doubled up to 5 s, plus up to half of it at random; without limit. */
    static Exponential exponential() {
        return Exponential.DEFAULT;
    }

    /**
     * Returns this strategy, limited to a number of rounds; 0 is never.
     *
     * @throws IllegalArgumentException when the number is negative
     */
    default ReconnectionStrategy atMost(int rounds) {
        return new AtMost(this, rounds);
    }

    /**
     * Returns this strategy, limited to rounds that start no later than {@code total} after the connection was lost.
     *
     * @throws IllegalArgumentException when the time is negative
     */
    default ReconnectionStrategy within(Duration total) {
        return new Within(this, total);
    }
}
