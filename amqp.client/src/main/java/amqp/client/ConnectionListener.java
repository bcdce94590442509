// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.CloseReason;
import amqp.connection.Event;

/**
 * Called when the state of a connection changes. All methods are called on the connection's executor, in order and one
 * at a time; they may block. While more than 64 calls wait for a slow listener, a new call replaces a waiting one of
 * the same kind: the listener gets the current state and not each change. If a method throws,
 * {@link ConnectionOptions.Builder#onCallbackFailure} is called and nothing is closed.
 */
public interface ConnectionListener {

    /**
     * Called when the broker is short of memory or disk and stops reading from this connection, until
     * {@link #onUnblocked} (connection.blocked, an extension of RabbitMQ). During this time there is no room to
     * publish.
     *
     * @param reason the broker's reason
     */
    default void onBlocked(String reason) {}

    /** Called when the broker reads from this connection again (connection.unblocked). */
    default void onUnblocked() {}

    /**
     * Called when the broker stops publishing on a channel, or allows it again (specification §1.5.2.3 channel.flow;
     * RabbitMQ blocks the connection instead). While it is stopped, there is no room to publish on the channel. A
     * recovery of the channel allows publishing again, without a call.
     *
     * @param channel the channel
     * @param active whether publishing is allowed
     */
    default void onFlow(Channel channel, boolean active) {}

    /**
     * Called when more bytes wait to be sent than {@link ConnectionOptions.Builder#backpressureMultiplier} allows, and
     * again when they no longer do.
     *
     * @param backpressure which of the two, and how many bytes
     */
    default void onBackpressure(Event.Backpressure backpressure) {}

    /**
     * Called when a received message was larger than {@link ConnectionOptions.Builder#maxMessageSize}. The client
     * skipped it and, if it needed an acknowledgement, rejected it without requeue: if its queue has no dead-letter
     * exchange, it is lost.
     *
     * @param exchange the exchange that it was published to
     * @param routingKey the routing key of the publish
     * @param size of its body in bytes
     */
    default void onOversized(String exchange, String routingKey, long size) {}

    /**
     * Called with each new state of the connection.
     *
     * @param state the new state
     */
    default void onState(ConnectionState state) {}

    /**
     * Called when the connection is lost and reconnection starts, as {@link RecoveryOptions} say. A block by the broker
     * ends with it.
     *
     * @param reason why it was lost
     */
    default void onLost(CloseReason reason) {}

    /**
     * Called when a recovery has declared a broker-named queue again, which now has another name.
     *
     * @param before its previous name
     * @param now its new name
     */
    default void onQueueRenamed(String before, String now) {}

    /**
     * Called when the connection was recovered, or one channel that the broker had closed.
     *
     * @param report what was restored and what was not
     */
    default void onRecovered(RecoveryReport report) {}

    /**
     * Called once when the connection is closed for good.
     *
     * @param reason why
     */
    default void onClosed(CloseReason reason) {}
}
