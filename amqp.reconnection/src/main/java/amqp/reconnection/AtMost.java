// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Another strategy for a number of rounds. */
record AtMost(ReconnectionStrategy strategy, int rounds) implements ReconnectionStrategy {
    AtMost {
        Objects.requireNonNull(strategy, "strategy");
        if (rounds < 0) {
            throw new IllegalArgumentException("The limit of attempts is " + rounds + "; it must be 0 or more.");
        }
    }

    @Override
    public Attempt next(int round, Duration elapsed, RandomGenerator random) {
        return round > rounds
                ? new Attempt.GiveUp("The limit of " + rounds + " rounds of reconnecting is used up.")
                : strategy.next(round, elapsed, random);
    }
}
