// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.ClosedException;

/**
 * Called with the messages of one basic.consume, in the order in which the broker sent them and one at a time, where
 * the channel's {@link ChannelOptions#dispatch} says. On the executor it may block, and wait for commands of its own
 * channel. If it throws, {@link ConnectionOptions.Builder#onCallbackFailure} is called and nothing is closed.
 */
@FunctionalInterface
public interface DeliveryHandler {

    /**
     * Called with a message. If this throws, the message stays unacknowledged.
     *
     * <p>Not called for messages that still waited for the handler when the connection was lost or the channel or
     * connection was closed, unless they need no acknowledgement: the broker delivers them again.
     *
     * @param delivery the message; the handler may keep and change its body
     */
    void onDelivery(Delivery delivery);

    /**
     * Returns whether this handler only passes messages on, to be handled by {@link Delivery#observed}. If so, the
     * connection's observer is called there and not here. False by default.
     */
    default boolean handsOn() {
        return false;
    }

    /**
     * Called when the broker has cancelled the consumer, for instance because its queue was deleted, or when a recovery
     * did not restore it because the broker refused it or {@link RecoveryOptions#topology} left it out. No more
     * messages arrive.
     *
     * @param consumerTag the tag of the consumer
     */
    default void onCancel(String consumerTag) {}

    /**
     * Called when the application has cancelled the consumer. No more messages arrive.
     *
     * @param consumerTag the tag of the consumer
     */
    default void onCancelOk(String consumerTag) {}

    /**
     * Called when the connection was lost and is being recovered, or the channel is being reopened. The broker delivers
     * unacknowledged messages again if their queue still exists. One of {@link #onResumed}, {@link #onCancel} and
     * {@link #onClosed} follows, or {@link #onCancelOk} if the application has cancelled the consumer in the meantime.
     * A consumer of a stream continues after the last message that was passed to the handler.
     *
     * @param why what was closed, and the reason
     */
    default void onInterrupted(ClosedException why) {}

    /**
     * Called when a recovery has started the consumer again, with its old tag.
     *
     * @param consumerTag the tag of the consumer
     */
    default void onResumed(String consumerTag) {}

    /**
     * Called when the channel, and so the consumer, is closed for good. No more messages arrive.
     *
     * @param why what was closed, and the reason
     */
    default void onClosed(ClosedException why) {}
}
