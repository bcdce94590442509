// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/** Where a connection stands. */
public enum ConnectionState {
    /** In use. Before the first open nobody has the connection yet. */
    OPEN,
    /** It was lost; the next attempt is awaited or under way. Commands fail, publishes as {@link WhileDisconnected} says. */
    RECONNECTING,
    /** A new transport is open, and what the application had declared is being declared anew. */
    RECOVERING,
    /** Closed for good, by whomever. */
    CLOSED
}
