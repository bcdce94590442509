// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.AmqpException;

/**
 * A delivery tag to be acknowledged or rejected is not outstanding: the message never came on this channel, or was
 * acknowledged, rejected or recovered before. The broker would close the channel for it, so nothing was sent and the
 * channel stays usable.
 */
public final class DeliveryTagException extends AmqpException {
    private static final long serialVersionUID = 1L;

    /** An exception with a message that says which one it was. */
    public DeliveryTagException(String message) {
        super(message);
    }
}
