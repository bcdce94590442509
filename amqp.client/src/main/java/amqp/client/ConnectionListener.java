// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.CloseReason;
import amqp.connection.Event;

/** Hears what happens to a connection; called in order on the connection's executor, one at a time. */
public interface ConnectionListener {

    /** The broker ran into an alarm and reads no more from this connection until {@link #onUnblocked}. */
    default void onBlocked(String reason) {}

    default void onUnblocked() {}

    /** More bytes wait to be sent than should, or no longer do. */
    default void onBackpressure(Event.Backpressure backpressure) {}

    /**
     * A message was larger than {@link ConnectionOptions.Builder#maxMessageSize}. It was skipped and, unless it came
     * without the need of an acknowledgement, rejected without requeueing, so that it does not come back for ever: where
     * its queue has no dead-letter exchange, it is gone.
     *
     * @param size bytes
     */
    default void onOversized(String exchange, String routingKey, long size) {}

    /** The connection stands elsewhere now. */
    default void onState(ConnectionState state) {}

    /** The connection was lost, and is tried to be made again as {@link RecoveryOptions} says. A block is over with it. */
    default void onLost(CloseReason reason) {}

    /** A queue that the broker names was declared again during a recovery and has another name now. */
    default void onQueueRenamed(String before, String now) {}

    /** The connection is back, or one channel that the broker had closed. */
    default void onRecovered(RecoveryReport report) {}

    /** The connection is closed for good. */
    default void onClosed(CloseReason reason) {}
}
