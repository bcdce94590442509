// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

/** Who acknowledges the messages of a {@link QueueConsumer}. */
public enum Acknowledgement {
    /**
     * The consumer: it acknowledges handled messages, and retries failed ones or disposes of them as
     * {@link ConsumerOptions} say.
     */
    AUTOMATIC,

    /**
     * The handler, with {@link amqp.client.Delivery#ack} and {@link amqp.client.Delivery#nack}, during the call or
     * later, on any thread. A message whose handler fails is rejected or requeued, unless the handler has acknowledged
     * it.
     */
    MANUAL
}
