// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;

/**
 * The broker has cancelled the consumer, for instance because its queue was deleted. The consumer gets no more
 * messages; the channel stays open.
 */
public final class ConsumerCancelledException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final String consumerTag;

    /**
     * Creates an exception whose message names the consumer.
     *
     * @param consumerTag the tag of the consumer
     */
    public ConsumerCancelledException(String consumerTag) {
        super("the broker cancelled the consumer \"" + consumerTag + "\"; was its queue deleted?");
        this.consumerTag = consumerTag;
    }

    /** Returns the tag of the consumer. */
    public String consumerTag() {
        return consumerTag;
    }
}
