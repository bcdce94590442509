// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.AmqpException;

/**
 * A message was to be acknowledged or rejected that awaits nothing of the kind. The broker would close the channel for
 * it, so nothing was sent and the channel stays usable.
 */
public final class DeliveryTagException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final boolean stale;

    /** An exception for a message that is {@linkplain #isStale stale} or not. */
    public DeliveryTagException(String message, boolean stale) {
        super(message);
        this.stale = stale;
    }

    /**
     * Whether the message came before the connection was lost: nobody is to blame then, the broker has taken it back and
     * delivers it again where its queue still is. Otherwise it never came on this channel, or was acknowledged, rejected
     * or recovered before.
     */
    public boolean isStale() {
        return stale;
    }
}
