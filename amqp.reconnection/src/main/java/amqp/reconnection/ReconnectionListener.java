// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

/**
 * Called with each attempt to connect and with its result. Called by the client, for each connection in order and never
 * two at a time, where the client runs user code; an exception is contained and reported. Causes tell what happened in
 * their message and type, and never hold a secret.
 *
 * @param <A> what the connection connects to
 */
public interface ReconnectionListener<A> {
    /** A connect to that address begins now; round 0 is the first connect. */
    default void connectAttempt(A address, int round) {}

    /** It failed before the connection was open, and this is what follows. */
    default void attemptFailed(A address, Throwable cause, Step<A> next) {}

    /** The transport stands, TLS included; the AMQP handshake begins. */
    default void transportConnected(A address) {}

    /** The transport is gone, by whichever side, before or after the connection was open. */
    default void transportDisconnected(A address, Throwable cause) {}

    /** The AMQP handshake is done and the connection may be used. */
    default void connectionOpen(A address) {}

    /** A connection that was open is closed, by the application, the server or a loss, and this is what follows. */
    default void connectionClosed(A address, Throwable cause, Step<A> next) {}
}
