// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import amqp.client.Delivery;
import java.time.Duration;

/**
 * Called with events of a {@link QueueConsumer}, on a thread of the connection's or the consumer's executor. Calls may
 * run at the same time, and must not block. What they throw is logged and closes nothing.
 */
public interface ConsumerListener {

    /**
     * Called when messages come: the consumer has started, or has started again.
     *
     * @param consumerTag by which the broker identifies it
     */
    default void onConsuming(String consumerTag) {}

    /**
     * Called when no more messages come, because the connection or channel was lost or the broker has cancelled the
     * consumer. {@link #onConsuming} or {@link #onEnded} follows.
     *
     * @param why the loss
     */
    default void onInterrupted(Throwable why) {}

    /**
     * Called when the consumer could not be started again; it is tried once more.
     *
     * @param why the broker's answer, or none
     * @param delay before the next attempt
     */
    default void onAttemptFailed(Throwable why, Duration delay) {}

    /**
     * Called when a handler has failed and is called with the message again.
     *
     * @param delivery the message; the first one of a batch
     * @param attempt how often the handler was called with it, 1 or more
     * @param why what it threw
     * @param delay before the next call
     */
    default void onRetry(Delivery delivery, int attempt, Throwable why, Duration delay) {}

    /**
     * Called when a handler has failed for the last time: the message is requeued, rejected or published as failed.
     *
     * @param delivery the message; the first one of a batch
     * @param attempts how often the handler was called with it, 1 or more
     * @param why what it threw last
     */
    default void onFailed(Delivery delivery, int attempts, Throwable why) {}

    /**
     * Called once when the consumer has ended.
     *
     * @param end how
     */
    default void onEnded(ConsumerEnd end) {}
}
