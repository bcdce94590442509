// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import amqp.client.Delivery;
import java.util.List;

/**
 * Handles the messages of a {@link QueueConsumer} in batches; all messages of a batch are finished when the call
 * returns.
 */
@FunctionalInterface
public interface BatchHandler {

    /**
     * Called with a batch, on a thread of {@link ConsumerOptions.Builder#executor}, where it may block. Calls may run
     * at the same time, as many as {@link ConsumerOptions#concurrency} says.
     *
     * @param deliveries at least one, and {@link ConsumerOptions#batchSize} at most, in the order of the queue
     * @throws Exception when the batch was not handled; it is retried as a whole, and after the last retry each of its
     *     messages is requeued, rejected or published as failed
     */
    void handle(List<Delivery> deliveries) throws Exception;
}
