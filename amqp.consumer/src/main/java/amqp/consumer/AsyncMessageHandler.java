// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import amqp.client.Delivery;
import java.util.concurrent.CompletionStage;

/** Handles the messages of a {@link QueueConsumer} one by one; the message is done when the stage completes. */
@FunctionalInterface
public interface AsyncMessageHandler {

    /**
     * Called with a message, on a thread of {@link ConsumerOptions.Builder#executor}. It counts for
     * {@link ConsumerOptions#concurrency} until its stage has completed, on whatever thread.
     *
     * @param delivery the message; acknowledged by the consumer, unless {@link Acknowledgement#MANUAL} is set
     * @return completes when the message is handled, with any value; fails when it was not
     * @throws Exception as if the stage failed with it
     */
    CompletionStage<?> handle(Delivery delivery) throws Exception;
}
