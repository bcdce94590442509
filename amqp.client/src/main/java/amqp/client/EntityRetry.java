// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.time.Duration;
import java.util.Objects;

/**
 * How often a recovery tries to bring back one exchange, queue, binding, mode or consumer that the broker refuses.
 *
 * @param attempts in all, 1 or more
 * @param delay before each but the first, zero or more; what comes behind waits as well
 */
public record EntityRetry(int attempts, Duration delay) {
    /** Once. */
    public static final EntityRetry NONE = new EntityRetry(1, Duration.ZERO);

    public EntityRetry {
        Objects.requireNonNull(delay, "delay");
        if (attempts < 1 || delay.isNegative()) {
            throw new IllegalArgumentException("an entity is tried once or more, with a delay of zero or more, not "
                    + attempts + " times with " + delay);
        }
    }
}
