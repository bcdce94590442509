// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The same delay each time. */
record Fixed(Duration delay) implements ReconnectionStrategy {
    Fixed {
        if (delay.isZero() || delay.isNegative()) {
            throw new IllegalArgumentException(
                    "The delay before a connect is " + delay + "; give a positive one, lest the server be hammered.");
        }
    }

    @Override
    public Attempt next(int round, Duration elapsed, RandomGenerator random) {
        return new Attempt.After(delay);
    }
}
