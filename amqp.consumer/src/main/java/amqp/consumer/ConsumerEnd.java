// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import org.jspecify.annotations.Nullable;

/**
 * The result of a {@link QueueConsumer} when it has ended.
 *
 * @param failure why it ended by itself; null after {@link QueueConsumer#stop}
 * @param unfinished how many messages were not done: the broker delivers them again where their queue still is
 */
public record ConsumerEnd(@Nullable Throwable failure, int unfinished) {

    /** Returns whether it was stopped, and every message that came was done by then. */
    public boolean isGraceful() {
        return failure == null && unfinished == 0;
    }
}
