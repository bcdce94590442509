// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;

/**
 * A message was not published, because there was no room for it: {@link Channel#publish} would have kept more than
 * {@link ConnectionOptions#publishBuffer}, or the connection is being recovered and nothing is kept meanwhile; a
 * blocking channel has waited for room until its timeout. Nothing of the message was sent: it can be published again, for
 * instance when {@link Channel#writable()} completes.
 */
public final class PublishBlockedException extends AmqpException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception for a message that there was no room for.
     *
     * @param message says what there is no room for, and why
     */
    public PublishBlockedException(String message) {
        super(message);
    }
}
