// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import amqp.client.Delivery;

/** Handles the messages of a {@link QueueConsumer} one by one; a message is finished when the call returns. */
@FunctionalInterface
public interface MessageHandler {

    /**
     * Called with a message, on a thread of {@link ConsumerOptions.Builder#executor}, where it may block. Calls may run
     * at the same time, as many as {@link ConsumerOptions#concurrency} says.
     *
     * @param delivery the message; the consumer acknowledges it, unless {@link Acknowledgement#MANUAL} is set
     * @throws Exception when the message was not handled; see {@link ConsumerOptions.Builder#retries}
     */
    void handle(Delivery delivery) throws Exception;
}
