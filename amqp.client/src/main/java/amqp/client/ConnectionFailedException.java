// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import amqp.connection.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * A connection could not be opened. When several addresses were tried, this is the last failure and those before are
 * suppressed.
 */
public final class ConnectionFailedException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final CloseReason reason;

    /**
     * Creates an exception for a connection that could not be opened.
     *
     * @param message says what was tried and why it failed
     * @param reason why it failed
     * @param cause what the network, TLS or the adapter threw; null for none
     */
    public ConnectionFailedException(String message, CloseReason reason, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Returns why the connection could not be opened. */
    public CloseReason reason() {
        return reason;
    }

    /**
     * Returns whether the broker answered and refused this user or virtual host, so that another attempt is of no use
     * until one of them is changed. False when a limit is reached, such as the number of connections, since that
     * passes.
     */
    public boolean isRefused() {
        return Refusal.of(reason).isLasting();
    }
}
