// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

/**
 * Called with each attempt to connect and with its result. The client calls it where it runs user code, for each
 * connection in order and one call at a time; an exception is caught and reported. Causes describe the failure in their
 * message and type, and never have a secret.
 *
 * @param <A> what the connection connects to
 */
public interface ReconnectionListener<A> {
    /** Called when a connect to that address starts; round 0 is the first connect. */
    default void connectAttempt(A address, int round) {}

    /** Called when an attempt failed before the connection was open, with the next step. */
    default void attemptFailed(A address, Throwable cause, Step<A> next) {}

    /** Called when the transport is connected, including TLS; the AMQP handshake starts. */
    default void transportConnected(A address) {}

    /** Called when the transport is disconnected by either side, before or after the connection was open. */
    default void transportDisconnected(A address, Throwable cause) {}

    /** Called when the AMQP handshake is complete and the connection can be used. */
    default void connectionOpen(A address) {}

    /** Called when an open connection is closed, by the application, the server or a loss, with the next step. */
    default void connectionClosed(A address, Throwable cause, Step<A> next) {}
}
