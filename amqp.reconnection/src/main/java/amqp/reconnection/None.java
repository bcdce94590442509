// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Never again. */
record None() implements ReconnectionStrategy {
    @Override
    public Attempt next(int round, Duration elapsed, RandomGenerator random) {
        return new Attempt.GiveUp("Reconnection is off.");
    }
}
