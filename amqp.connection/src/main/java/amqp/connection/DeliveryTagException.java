// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.AmqpException;

/**
 * There is no unacknowledged message with the tag to acknowledge or reject: the message did not arrive on this channel,
 * or was acknowledged, rejected or recovered before. Since the broker would close the channel, nothing was sent and the
 * channel stays usable.
 */
public final class DeliveryTagException extends AmqpException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception whose message names the tag. */
    public DeliveryTagException(String message) {
        super(message);
    }
}
