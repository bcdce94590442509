// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;

/**
 * A message was not published, because there was no room for it: the buffer of {@link ConnectionOptions#publishBuffer}
 * is full, or the connection is being recovered and keeps no messages, or a blocking channel waited for room until its
 * timeout. Nothing of the message was sent. Publish it again, for instance when {@link Channel#writable()} completes.
 */
public final class PublishBlockedException extends AmqpException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception for a message without room.
     *
     * @param message says where there is no room, and why
     */
    public PublishBlockedException(String message) {
        super(message);
    }
}
