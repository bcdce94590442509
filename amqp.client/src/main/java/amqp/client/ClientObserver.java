// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.Message;
import amqp.connection.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees what happens on connections, for metrics, traces and logs; set by {@link ConnectionOptions.Builder#observer}. One
 * observer may serve any number of connections. Without one, nothing is measured and nothing is called.
 *
 * <p>Each method is called directly where the thing happens, by the thread that its description names, so that several
 * threads call at the same time. It must return quickly and must not block, and may not wait for anything of the
 * connection. What it throws is reported to {@link ConnectionOptions.Builder#onCallbackFailure}, at most once a minute
 * for each connection, and changes nothing else.
 *
 * <p>"The I/O thread" below is the thread that does the connection's I/O at the moment; what is called there comes in the
 * order in which it happened, one call at a time.
 */
public interface ClientObserver {

    /**
     * Returns an observer that calls several ones, in their order. A message that one of them replaces, see
     * {@link PublishObservation#message}, is the given one for those behind it.
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
     * Called when an open connection is lost and attempts to open it again begin, on the I/O thread.
     * {@link #connectionRecovered} or {@link #connectionClosed} follows.
     *
     * @param connection the connection
     * @param reason why it was lost
     */
    default void connectionLost(Connection connection, CloseReason reason) {}

    /**
     * Called when a lost connection is open again and everything was brought back as far as it can be, on the I/O thread.
     *
     * @param connection the connection
     * @param report what was brought back and what was not, and how long the connection was away
     */
    default void connectionRecovered(Connection connection, RecoveryReport report) {}

    /**
     * Called once when a connection that was open is closed for good, on the I/O thread, after its channels.
     *
     * @param connection the connection
     * @param reason why it was closed: by the application, by the broker, or lost and not to come back
     */
    default void connectionClosed(Connection connection, CloseReason reason) {}

    /**
     * Called when the broker stops reading from the connection (connection.blocked), on the I/O thread.
     * {@link #connectionUnblocked} always follows.
     *
     * @param connection the connection
     * @param reason as the broker gave it
     */
    default void connectionBlocked(Connection connection, String reason) {}

    /**
     * Called when the broker reads from the connection again, or when a connection that it has blocked is lost or closed,
     * on the I/O thread.
     *
     * @param connection the connection
     * @param time how long it was blocked
     */
    default void connectionUnblocked(Connection connection, Duration time) {}

    // ---- channels ----

    /**
     * Called once when a channel is open for the first time, on the I/O thread, before the stage of open completes. There is
     * no call when it comes back with its connection.
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
     * Called before each message is published, on the thread that publishes and without any lock held. Whatever
     * happens to the message is reported to the returned object. A message that is published again after a loss is not reported
     * again. {@link Channel#tryPublish} and blocking publishes may call this several times for one message, with
     * {@link PublishObservation#noRoom} for all but the last.
     *
     * @param channel the channel
     * @param exchange name of the exchange; empty for the default one
     * @param routingKey the routing key
     * @param message as it was given, before {@link PublishObservation#message} is asked
     * @return called with what happens to this message; null when that is not wanted
     */
    default @Nullable PublishObservation publishing(
            Channel channel, String exchange, String routingKey, Message message) {
        return null;
    }

    /**
     * Called instead of {@link #publishing} before messages are published together, as by {@link Channel#publishAll}, on
     * the thread that publishes and without any lock held; by default calls that for each. {@link Channel#tryPublishAll}
     * calls it for a part of the messages at a time.
     *
     * @param channel the channel
     * @param exchange name of the exchange; empty for the default one
     * @param routingKey the routing key
     * @param messages as they were given
     * @return one for each message, in their order; null for those of which nobody wants to know
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
     * Called when a publish that had to wait goes out, on the I/O thread, and when a wait for room to publish is over
     * ({@link Channel#writable}, and publishes of blocking channels), on the thread that ends it. There is no call for
     * publishes that need not wait.
     *
     * @param channel the channel
     * @param time how long it waited
     */
    default void heldUp(Channel channel, Duration time) {}

    /**
     * Called when the broker sends back a mandatory message that no queue takes, on the I/O thread, also when nobody
     * listens for it. In confirm mode the verdict of the publish follows.
     *
     * @param channel the channel
     * @param returned the message, and why it came back
     */
    default void returned(Channel channel, Returned returned) {}

    // ---- consuming ----

    /**
     * Called right before a message is given to {@link DeliveryHandler#onDelivery}, or to its handler by
     * {@link Delivery#observed}, on the thread that calls the handler. The returned object is called on the same thread right after it.
     *
     * @param delivery the message
     * @param queue name of the queue that the consumer consumes from
     * @return called when the handler has returned; null when that is not wanted
     */
    default @Nullable DeliveryObservation handling(Delivery delivery, String queue) {
        return null;
    }

    /**
     * Called when the application receives a message without a handler: when one of basic.get has come, on the I/O
     * thread, and when one is taken from a {@link DeliveryBuffer}, on the thread that takes it.
     *
     * @param delivery the message
     * @param queue name of the queue that it comes from
     */
    default void received(Delivery delivery, String queue) {}

    /**
     * Called when the application has acknowledged messages, on the thread that did.
     *
     * @param channel the channel
     * @param deliveryTag as it was given: 0 with {@code multiple} for all messages of the channel
     * @param multiple whether all messages before this one are acknowledged too
     * @param messages how many messages are acknowledged by it
     */
    default void acknowledged(Channel channel, long deliveryTag, boolean multiple, int messages) {}

    /**
     * Called when the application has rejected messages by basic.reject or basic.nack, on the thread that did.
     *
     * @param channel the channel
     * @param deliveryTag as it was given: 0 with {@code multiple} for all messages of the channel
     * @param multiple whether all messages before this one are rejected too
     * @param requeue whether they go back to their queue
     * @param messages how many messages are rejected by it
     */
    default void rejected(Channel channel, long deliveryTag, boolean multiple, boolean requeue, int messages) {}
}
