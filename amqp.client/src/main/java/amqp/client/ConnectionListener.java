// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.CloseReason;
import amqp.connection.Event;

/**
 * Called when the state of a connection changes. All methods are called on the connection's executor, in order and one
 * at a time; they may block. While more than 64 calls wait for a slow listener, newer ones take the place of those of the
 * same kind: it is called with the present state and not with each change. What they throw is reported to {@link ConnectionOptions.Builder#onCallbackFailure}, and
 * closes nothing.
 */
public interface ConnectionListener {

    /**
     * Called when the broker runs short of memory or disk and stops reading from this connection until
     * {@link #onUnblocked} (connection.blocked, an extension of RabbitMQ). There is no room to publish meanwhile.
     *
     * @param reason as the broker gave it
     */
    default void onBlocked(String reason) {}

    /** Called when the broker reads from this connection again (connection.unblocked). */
    default void onUnblocked() {}

    /**
     * Called when the broker stops publishing on a channel, or allows it again (specification §1.5.2.3 channel.flow;
     * RabbitMQ blocks the connection instead). There is no room to publish on the channel meanwhile. It begins anew when
     * the channel comes back after a loss, without a call.
     *
     * @param channel the channel
     * @param active whether publishing is allowed
     */
    default void onFlow(Channel channel, boolean active) {}

    /**
     * Called when more bytes wait to be sent than {@link ConnectionOptions.Builder#backpressureMultiplier} allows, and
     * again when they are few.
     *
     * @param backpressure which of the two, and how many bytes
     */
    default void onBackpressure(Event.Backpressure backpressure) {}

    /**
     * Called when a received message was larger than {@link ConnectionOptions.Builder#maxMessageSize}. It was skipped
     * and, unless it needed no acknowledgement, rejected without requeueing: when its queue has no dead-letter
     * exchange, it is gone.
     *
     * @param exchange that it was published to
     * @param routingKey that it was published with
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
     * Called when the connection is lost and attempts to open it again begin, as {@link RecoveryOptions} say. A block
     * by the broker ends with it.
     *
     * @param reason why it was lost
     */
    default void onLost(CloseReason reason) {}

    /**
     * Called when a queue that the broker names was declared again during a recovery and has another name now.
     *
     * @param before its name until then
     * @param now its name from now on
     */
    default void onQueueRenamed(String before, String now) {}

    /**
     * Called when the connection was recovered, or one channel that the broker had closed.
     *
     * @param report what was brought back, and what was not
     */
    default void onRecovered(RecoveryReport report) {}

    /**
     * Called once when the connection is closed for good.
     *
     * @param reason why
     */
    default void onClosed(CloseReason reason) {}
}
