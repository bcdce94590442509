// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import amqp.codec.ReplyCode;
import amqp.connection.CloseReason;

/** A connection could not be opened. Where several addresses were tried, the failures before the last are suppressed. */
public final class ConnectionFailedException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final transient CloseReason reason;

    /** An exception for a connection that could not be opened for this reason. */
    public ConnectionFailedException(String message, CloseReason reason, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why, as the engine saw it; null only after serialization. */
    public CloseReason reason() {
        return reason;
    }

    /** Whether the broker answered, but would not have this user or virtual host: trying again is of no use. */
    public boolean isRefused() {
        return reason instanceof CloseReason.HandshakeRefused
                || reason instanceof CloseReason.ByPeer byPeer && refuses(byPeer.code());
    }

    /** Not so when the broker is about to stop or has run out of something: another address may do then. */
    private static boolean refuses(int code) {
        return switch (code) {
            case ReplyCode.INVALID_PATH, ReplyCode.ACCESS_REFUSED, ReplyCode.NOT_FOUND, ReplyCode.NOT_ALLOWED -> true;
            default -> false;
        };
    }
}
