// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The same delay each time. */
record Fixed(Duration delay) implements ReconnectionStrategy {
    Fixed {
        if (delay.isZero() || delay.isNegative()) {
            throw new IllegalArgumentException(
                    "The delay between attempts is " + delay + "; it must be more than zero.");
        }
    }

    @Override
    public Attempt next(int round, Duration elapsed, RandomGenerator random) {
        return new Attempt.After(delay);
    }
}
