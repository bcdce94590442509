// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import amqp.client.Delivery;

/** Handles the messages of a {@link QueueConsumer} one by one; the message is done when the call returns. */
@FunctionalInterface
public interface MessageHandler {

    /**
     * Called with a message, on a thread of {@link ConsumerOptions.Builder#executor}, where it may block. Calls run at the
     * same time, as many as {@link ConsumerOptions#concurrency} says.
     *
     * @param delivery the message; acknowledged by the consumer, unless {@link Acknowledgement#MANUAL} is set
     * @throws Exception when the message was not handled; {@link ConsumerOptions.Builder#retries} says what is next
     */
    void handle(Delivery delivery) throws Exception;
}
