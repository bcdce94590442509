// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;

/**
 * A basic.get fetched a message above {@link ConnectionOptions.Builder#maxMessageSize}. The message was skipped and
 * rejected without requeueing; the channel stays usable.
 */
public final class MessageTooLargeException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final long size;

    /**
     * An exception for a message of this size.
     *
     * @param message what came, and what became of it
     * @param size bytes of the body, unsigned
     */
    public MessageTooLargeException(String message, long size) {
        super(message);
        this.size = size;
    }

    /** Bytes of the message's body; unsigned. */
    public long size() {
        return size;
    }
}
