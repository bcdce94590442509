// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.Message;
import amqp.connection.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Observes connections, for metrics, traces and logs; set by {@link ConnectionOptions.Builder#observer}. One observer
 * may serve any number of connections. Without an observer, nothing is measured and nothing is called.
 *
 * <p>Each method is called directly where the event happens, on the thread that its description names, so several
 * threads call at the same time. A method must return quickly, must not block, and must not wait for anything of the
 * connection. If it throws, {@link ConnectionOptions.Builder#onCallbackFailure} is called, at most once a minute for
 * each connection, and nothing else changes.
 *
 * <p>"The I/O thread" below is the thread that currently does the connection's I/O. Calls on it come in the order of
 * the events, one at a time.
 */
public interface ClientObserver {

    /**
     * Returns an observer that calls several observers, in order. When one of them replaces a message, see
     * {@link PublishObservation#message}, the next ones get the replacement.
     *
     * @param observers any number, none of them null
     */
    static ClientObserver all(List<ClientObserver> observers) {
        return new ObserverGroup(observers);
    }

    // ---- connections ----

    /**
     * Called once when a connection is open for the first time, on the I/O thread, before the stage of open completes.
     *
     * @param connection the connection
     */
    default void connectionOpened(Connection connection) {}

    /**
     * Called when an open connection is lost and reconnection starts, on the I/O thread. {@link #connectionRecovered}
     * or {@link #connectionClosed} follows.
     *
     * @param connection the connection
     * @param reason why it was lost
     */
    default void connectionLost(Connection connection, CloseReason reason) {}

    /**
     * Called when a lost connection is open again and everything possible was restored, on the I/O thread.
     *
     * @param connection the connection
     * @param report what was restored and what was not, and how long the connection was lost
     */
    default void connectionRecovered(Connection connection, RecoveryReport report) {}

    /**
     * Called once when a connection that was open is closed for good, on the I/O thread, after its channels.
     *
     * @param connection the connection
     * @param reason why it was closed: by the application, by the broker, or lost and not recovered
     */
    default void connectionClosed(Connection connection, CloseReason reason) {}

    /**
     * Called when the broker stops reading from the connection (connection.blocked), on the I/O thread.
     * {@link #connectionUnblocked} always follows.
     *
     * @param connection the connection
     * @param reason the broker's reason
     */
    default void connectionBlocked(Connection connection, String reason) {}

    /**
     * Called when the broker reads from the connection again, or when a blocked connection is lost or closed, on the
     * I/O thread.
     *
     * @param connection the connection
     * @param time how long it was blocked
     */
    default void connectionUnblocked(Connection connection, Duration time) {}

    // ---- channels ----

    /**
     * Called once when a channel is open for the first time, on the I/O thread, before the stage of open completes. Not
     * called when the channel is recovered with its connection.
     *
     * @param channel the channel
     */
    default void channelOpened(Channel channel) {}

    /**
     * Called once when a channel that was open is closed for good, on the I/O thread.
     *
     * @param channel the channel
     * @param reason why it was closed, and by which side
     */
    default void channelClosed(Channel channel, CloseReason reason) {}

    // ---- publishing ----

    /**
     * Called before each message is published, on the publishing thread and without any lock held. The returned object
     * is called with what happens to the message. A message that is published again after a loss is not reported again.
     * {@link Channel#tryPublish} and blocking publishes may call this several times for one message, with
     * {@link PublishObservation#noRoom} for all but the last.
     *
     * @param channel the channel
     * @param exchange name of the exchange; empty for the default one
     * @param routingKey the routing key
     * @param message the message of the application, before {@link PublishObservation#message} is called
     * @return called with what happens to this message; null to ignore it
     */
    default @Nullable PublishObservation publishing(
            Channel channel, String exchange, String routingKey, Message message) {
        return null;
    }

    /**
     * Called instead of {@link #publishing} before messages are published together, as by {@link Channel#publishAll},
     * on the publishing thread and without any lock held. By default it calls {@link #publishing} for each message.
     * {@link Channel#tryPublishAll} calls it for a part of the messages at a time.
     *
     * @param channel the channel
     * @param exchange name of the exchange; empty for the default one
     * @param routingKey the routing key
     * @param messages the messages of the application
     * @return one for each message, in order; null for messages to ignore
     */
    default List<@Nullable PublishObservation> publishingAll(
            Channel channel, String exchange, String routingKey, List<Message> messages) {
        List<@Nullable PublishObservation> observations = new ArrayList<>(messages.size());
        for (Message message : messages) {
            observations.add(publishing(channel, exchange, routingKey, message));
        }
        return observations;
    }

    /**
     * Called when a delayed publish is sent, on the I/O thread, and when a wait for room to publish ends
     * ({@link Channel#writable}, and publishes of blocking channels), on the thread that ends it. Not called for
     * publishes without a delay.
     *
     * @param channel the channel
     * @param time how long it waited
     */
    default void heldUp(Channel channel, Duration time) {}

    /**
     * Called when the broker returns a mandatory message that no queue accepted, on the I/O thread, with or without a
     * listener for it. In confirm mode the verdict of the publish follows.
     *
     * @param channel the channel
     * @param returned the message, and why it was returned
     */
    default void returned(Channel channel, Returned returned) {}

    // ---- consuming ----

    /**
     * Called right before a message is passed to {@link DeliveryHandler#onDelivery}, or to its handler by
     * {@link Delivery#observed}, on the thread that calls the handler. The returned object is called on the same thread
     * right after the handler.
     *
     * @param delivery the message
     * @param queue name of the queue that the consumer consumes from
     * @return called when the handler has returned; null to ignore the message
     */
    default @Nullable DeliveryObservation handling(Delivery delivery, String queue) {
        return null;
    }

    /**
     * Called when the application receives a message without a handler: when the message of a basic.get arrives, on the
     * I/O thread, and when a message is taken from a {@link DeliveryBuffer}, on the thread that takes it.
     *
     * @param delivery the message
     * @param queue name of the queue
     */
    default void received(Delivery delivery, String queue) {}

    /**
     * Called when the application has acknowledged messages, on its thread.
     *
     * @param channel the channel
     * @param deliveryTag the given tag: 0 with {@code multiple} for all messages of the channel
     * @param multiple whether all earlier messages are acknowledged, too
     * @param messages the number of messages acknowledged by this call
     */
    default void acknowledged(Channel channel, long deliveryTag, boolean multiple, int messages) {}

    /**
     * Called when the application has rejected messages by basic.reject or basic.nack, on its thread.
     *
     * @param channel the channel
     * @param deliveryTag the given tag: 0 with {@code multiple} for all messages of the channel
     * @param multiple whether all earlier messages are rejected, too
     * @param requeue whether they go back to their queue
     * @param messages the number of messages rejected by this call
     */
    default void rejected(Channel channel, long deliveryTag, boolean multiple, boolean requeue, int messages) {}
}
