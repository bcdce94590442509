// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.ClosedException;

/**
 * Called with the messages of one basic.consume, in the order in which the broker sent them and one at a time, where
 * the channel's {@link ChannelOptions#dispatch} says. On the executor it may block, and wait for commands of its own
 * channel. What it throws is reported to {@link ConnectionOptions.Builder#onCallbackFailure}, and closes nothing.
 */
@FunctionalInterface
public interface DeliveryHandler {

    /**
     * Called with a message. When this throws, the message stays without an acknowledgement.
     *
     * <p>Not called for messages that were waiting for the handler when the connection was lost or the channel or
     * connection was closed, unless they need no acknowledgement: the broker has them back and delivers them again.
     *
     * @param delivery the message; its body is the handler's own
     */
    void onDelivery(Delivery delivery);

    /**
     * Returns whether this only hands messages on, to be handled by {@link Delivery#observed}; then the connection's
     * observer is told of that instead of this. False by default.
     */
    default boolean handsOn() {
        return false;
    }

    /**
     * Called when the broker has cancelled the consumer, for instance because its queue was deleted, or when a recovery
     * has not brought it back, because the broker refused it or {@link RecoveryOptions#topology} left it out. No more
     * messages come.
     *
     * @param consumerTag the tag of the consumer
     */
    default void onCancel(String consumerTag) {}

    /**
     * Called when the application has cancelled the consumer. No more messages come.
     *
     * @param consumerTag the tag of the consumer
     */
    default void onCancelOk(String consumerTag) {}

    /**
     * Called when the connection was lost and is being recovered, or the channel is being reopened. Messages that came
     * before and were not acknowledged are delivered again where their queue still is. One of {@link #onResumed},
     * {@link #onCancel} and {@link #onClosed} follows, or {@link #onCancelOk} where the application has cancelled it
     * meanwhile. The consumer of a stream goes on behind the last message that was handed out.
     *
     * @param why what was closed, and the reason
     */
    default void onInterrupted(ClosedException why) {}

    /**
     * Called when the consumer was started again by a recovery, under its old tag.
     *
     * @param consumerTag the tag of the consumer
     */
    default void onResumed(String consumerTag) {}

    /**
     * Called when the channel is closed for good, and the consumer with it. No more messages come.
     *
     * @param why what was closed, and the reason
     */
    default void onClosed(ClosedException why) {}
}
