// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import amqp.client.Delivery;
import java.util.concurrent.CompletionStage;

/** Handles the messages of a {@link QueueConsumer} one by one; a message is finished when the stage completes. */
@FunctionalInterface
public interface AsyncMessageHandler {

    /**
     * Called with a message, on a thread of {@link ConsumerOptions.Builder#executor}. The message counts for
     * {@link ConsumerOptions#concurrency} until its stage completes, on any thread.
     *
     * @param delivery the message; the consumer acknowledges it, unless {@link Acknowledgement#MANUAL} is set
     * @return completes with any value when the message is handled; fails when it was not
     * @throws Exception has the same effect as a stage that fails with it
     */
    CompletionStage<?> handle(Delivery delivery) throws Exception;
}
