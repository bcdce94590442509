// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import java.io.IOException;

/** One connection with one channel of some client library, for one thread. Each method is one round of a mode. */
interface Client extends AutoCloseable {
    void publish(byte[] body, long count) throws Exception;

    /** As {@link Mode#PUBLISH_BATCH}. */
    void publishBatches(byte[] body, long count) throws Exception;

    void publishConfirmed(byte[] body, long count) throws Exception;

    /**
     * @param count messages that will come from the queue
     * @param acknowledging see {@link Mode#CONSUMEACK}
     */
    void consume(String queue, long count, boolean acknowledging) throws Exception;

    /**
     * @param nanos is filled with the time of each message from its publish to its delivery
     */
    void echo(byte[] body, long[] nanos) throws Exception;

    /** Sends the messages of the pace through a queue and tells it their arrivals. */
    void pass(Pace pace) throws Exception;

    /**
     * Consumes from the queue on a channel of its own, with a prefetch, {@link Mode#SLOWNESS} for each message, where the
     * client has application's callbacks run that may take long.
     *
     * @return ends it
     */
    AutoCloseable slowConsumer(String queue) throws Exception;

    @Override
    void close() throws IOException;
}
