// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.time.Duration;
import java.util.Objects;

/** The decision of a {@link ReconnectionStrategy}. */
public sealed interface Attempt {
    /**
     * Try again.
     *
     * @param delay before the attempt, not negative
     */
    record After(Duration delay) implements Attempt {
        /**
         * Checks the delay.
         *
         * @throws IllegalArgumentException when it is negative
         */
        public After {
            if (delay.isNegative()) {
                throw new IllegalArgumentException(
                        "The delay before a connect is " + delay + "; it can't be negative.");
            }
        }
    }

    /**
     * Do not try again.
     *
     * @param why one sentence for the application
     */
    record GiveUp(String why) implements Attempt {
        /** Checks that there is a reason. */
        public GiveUp {
            Objects.requireNonNull(why, "why");
        }
    }
}
