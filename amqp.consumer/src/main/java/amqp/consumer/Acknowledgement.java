// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

/** Who acknowledges the messages of a {@link QueueConsumer}. */
public enum Acknowledgement {
    /** The consumer: it acknowledges what was handled, and retries what failed or puts it where failed messages go. */
    AUTOMATIC,

    /**
     * The handler, by {@link amqp.client.Delivery#ack} and {@link amqp.client.Delivery#nack}, then or later, on any
     * thread. A message whose handler fails is rejected or requeued, unless the handler has acknowledged it.
     */
    MANUAL
}
