// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.io.IOException;

/** What the clients connect to. */
interface Broker extends AutoCloseable {
    String uri();

    /** Called before each case, when nobody is connected. */
    void beginCase() throws IOException;

    /** What readers are told it is. */
    String title();

    /**
     * The queue that holds so many messages to consume.
     *
     * @param name empty: the worker may name it by itself
     */
    String queue(Case measured);

    /** Called before each round of a client that consumes: fills the queue. */
    void fill(Case measured, int count);

    boolean isReal();

    @Override
    void close() throws IOException;
}
