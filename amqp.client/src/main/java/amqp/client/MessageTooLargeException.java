// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;

/**
 * A basic.get fetched a message larger than {@link ConnectionOptions.Builder#maxMessageSize}. The client skipped it and
 * rejected it without requeue; the channel stays usable.
 */
public final class MessageTooLargeException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final long size;

    /**
     * Creates an exception for a message that was too large.
     *
     * @param message what arrived, and what the client did with it
     * @param size bytes of the body, unsigned
     */
    public MessageTooLargeException(String message, long size) {
        super(message);
        this.size = size;
    }

    /** Returns the size of the message's body in bytes, unsigned. */
    public long size() {
        return size;
    }
}
