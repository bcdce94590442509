// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Another strategy for a length of time: a round that would begin later than that is not begun. */
record Within(ReconnectionStrategy strategy, Duration total) implements ReconnectionStrategy {
    Within {
        Objects.requireNonNull(strategy, "strategy");
        if (total.isNegative()) {
            throw new IllegalArgumentException("The time to reconnect within is " + total + "; it can't be negative.");
        }
    }

    @Override
    public Attempt next(int round, Duration elapsed, RandomGenerator random) {
        var attempt = strategy.next(round, elapsed, random);
        // Subtraction on this side: delays may be as long as a Duration can be.
        return attempt instanceof Attempt.After after && after.delay().compareTo(total.minus(elapsed)) > 0
                ? new Attempt.GiveUp(
                        "The next round of reconnecting would begin later than the limit of " + total + ".")
                : attempt;
    }
}
