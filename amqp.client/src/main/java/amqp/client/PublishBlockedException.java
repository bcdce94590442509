// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;

/**
 * A message was not published, because what was published before still waits for the network or the broker and there
 * was no room for it. Nothing of it was sent: it can be published again.
 */
public final class PublishBlockedException extends AmqpException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message says what there is no room for, and why. */
    public PublishBlockedException(String message) {
        super(message);
    }
}
