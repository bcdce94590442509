// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.CloseReason;
import amqp.connection.Event;

/** Hears what happens to a connection; called in order on the connection's executor, one at a time. */
public interface ConnectionListener {

    /** The broker ran into an alarm and reads no more from this connection until {@link #onUnblocked}. */
    default void onBlocked(String reason) {}

    default void onUnblocked() {}

    /** More octets wait to be sent than should, or no longer do. */
    default void onBackpressure(Event.Backpressure backpressure) {}

    /**
     * A message was larger than {@link ConnectionOptions.Builder#maxMessageSize}. It was skipped and, unless it came
     * without the need of an acknowledgement, rejected without requeueing, so that it does not come back for ever: where
     * its queue has no dead-letter exchange, it is gone.
     *
     * @param size octets
     */
    default void onOversized(String exchange, String routingKey, long size) {}

    default void onClosed(CloseReason reason) {}
}
