// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.ClosedException;

/**
 * Receives the messages of one basic.consume, in the order in which the broker sent them and one at a time. Where it is
 * called is the channel's {@link Dispatch}.
 */
@FunctionalInterface
public interface DeliveryHandler {

    /** A message. What this throws is logged and ends nothing; the message stays unacknowledged. */
    void onDelivery(Delivery delivery);

    /** The broker cancelled the consumer, for instance because its queue was deleted. No more messages come. */
    default void onCancel(String consumerTag) {}

    /** The application cancelled the consumer. No more messages come. */
    default void onCancelOk(String consumerTag) {}

    /**
     * The connection was lost and is to be recovered. Messages that came before and were not acknowledged are delivered
     * again, where their queue still is.
     */
    default void onInterrupted(ClosedException why) {}

    /** The consumer is there again, under its old tag. */
    default void onResumed(String consumerTag) {}

    /** The channel is closed for good, and the consumer with it. No more messages come. */
    default void onClosed(ClosedException why) {}
}
