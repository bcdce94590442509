// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.AmqpException;
import org.jspecify.annotations.Nullable;

/** A command failed because its channel or connection is closed, or was closed before the reply arrived. */
public final class ClosedException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final CloseReason reason;

    /**
     * Creates an exception whose message says what is closed and why.
     *
     * @param what the channel or connection, as the subject of a sentence
     */
    public ClosedException(String what, CloseReason reason) {
        super(what + " is closed: " + reason.describe(), cause(reason));
        this.what = what;
        this.reason = reason;
    }

    /** Returns what is closed: the channel or connection as the message names it. */
    public String what() {
        return what;
    }

    /** Returns why it is closed, and by which side. */
    public CloseReason reason() {
        return reason;
    }

    /** Returns the reply code if one was sent or received, see {@link amqp.codec.ReplyCode}; otherwise 0. */
    public int replyCode() {
        if (reason instanceof CloseReason.ByPeer byPeer) {
            return byPeer.code();
        }
        if (reason instanceof CloseReason.PeerViolation violation) {
            return violation.code();
        }
        return reason instanceof CloseReason.ByApplication byApplication ? byApplication.code() : 0;
    }

    private static @Nullable Throwable cause(CloseReason reason) {
        if (reason instanceof CloseReason.LostAtLogin lost) {
            return lost.cause();
        }
        return reason instanceof CloseReason.TransportLost lost ? lost.cause() : null;
    }
}
