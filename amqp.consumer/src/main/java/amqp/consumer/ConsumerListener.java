// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import amqp.client.Delivery;
import java.time.Duration;

/**
 * Called with events of a {@link QueueConsumer}, on a thread of the connection's or the consumer's executor. Calls may
 * run at the same time, and must not block. If a method throws, the exception is logged and nothing is closed.
 */
public interface ConsumerListener {

    /**
     * Called when the consumer has started, or has started again.
     *
     * @param consumerTag its tag on the broker
     */
    default void onConsuming(String consumerTag) {}

    /**
     * Called when no more messages arrive, because the connection or channel was lost or the broker has cancelled the
     * consumer. {@link #onConsuming} or {@link #onEnded} follows.
     *
     * @param why the loss
     */
    default void onInterrupted(Throwable why) {}

    /**
     * Called when an attempt to start the consumer again has failed; another attempt follows.
     *
     * @param why the failure
     * @param delay before the next attempt
     */
    default void onAttemptFailed(Throwable why, Duration delay) {}

    /**
     * Called when a handler has failed and will be called with the message again.
     *
     * @param delivery the message; the first one of a batch
     * @param attempt how often the handler was called with it, 1 or more
     * @param why the exception of the handler
     * @param delay before the next call
     */
    default void onRetry(Delivery delivery, int attempt, Throwable why, Duration delay) {}

    /**
     * Called when a handler has failed for the last time: the message is requeued, rejected or published as failed.
     *
     * @param delivery the message; the first one of a batch
     * @param attempts how often the handler was called with it, 1 or more
     * @param why the last exception of the handler
     */
    default void onFailed(Delivery delivery, int attempts, Throwable why) {}

    /**
     * Called once when the consumer has ended.
     *
     * @param end the result
     */
    default void onEnded(ConsumerEnd end) {}
}
