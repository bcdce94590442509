// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;

/** No more messages come, since the broker has cancelled the consumer; its channel stays open. */
public final class ConsumerCancelledException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final String consumerTag;

    /** An exception whose message names the consumer. */
    public ConsumerCancelledException(String consumerTag) {
        super("the broker cancelled the consumer \"" + consumerTag + "\"; was its queue deleted?");
        this.consumerTag = consumerTag;
    }

    /** The consumer's name on its channel. */
    public String consumerTag() {
        return consumerTag;
    }
}
