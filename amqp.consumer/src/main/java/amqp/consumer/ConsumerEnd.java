// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import org.jspecify.annotations.Nullable;

/**
 * The result of a {@link QueueConsumer} when it has ended.
 *
 * @param failure why it ended by itself; null after {@link QueueConsumer#stop}
 * @param unfinished the number of unfinished messages; the broker delivers them again if their queue still exists
 */
public record ConsumerEnd(@Nullable Throwable failure, int unfinished) {

    /** Returns whether the consumer was stopped, and all received messages were finished by then. */
    public boolean isGraceful() {
        return failure == null && unfinished == 0;
    }
}
