// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/** The states of a connection. */
public enum ConnectionState {
    /** In use. */
    OPEN,
    /**
     * The connection was lost, and the client is connecting or waits for the next attempt. Commands fail, and
     * {@link WhileDisconnected} says what happens to publishes.
     */
    RECONNECTING,
    /** The client is connected again and declares what the application had declared. */
    RECOVERING,
    /** Closed for good, by either side or because it was lost and not recovered. */
    CLOSED
}
