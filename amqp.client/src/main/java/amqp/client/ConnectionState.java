// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/** The states of a connection. */
public enum ConnectionState {
    /** In use. */
    OPEN,
    /**
     * The connection was lost; the next attempt to connect is awaited or under way. Commands fail, and
     * {@link WhileDisconnected} says what becomes of publishes.
     */
    RECONNECTING,
    /** A new transport is open, and what the application had declared is being declared again. */
    RECOVERING,
    /** Closed for good, by either side or because it was lost and did not come back. */
    CLOSED
}
