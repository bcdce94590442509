// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.AdapterThreads;
import amqp.adapter.spi.toolkit.BufferPool;
import amqp.adapter.spi.toolkit.OpenTransports;
import amqp.adapter.spi.toolkit.TimerThreads;
import java.time.Duration;

/**
 * An adapter on blocking sockets. A connection has a thread that connects and reads, and one that writes, so that a
 * full socket delays no reading; two threads of the adapter run the timers of all its connections. For few connections,
 * or where selectors are not to be had.
 */
public final class BlockingAdapter implements Adapter {
    static final String NAME = "blocking";

    private static final int BUFFER = 128 * 1024;
    private static final int BUFFERS_KEPT = 32;

    private final AdapterThreads threads = new AdapterThreads(NAME);
    private final BufferPool buffers = BufferPool.ofArrays(BUFFER, BUFFERS_KEPT);
    private final TimerThreads timer = new TimerThreads(threads);
    private final OpenTransports<BlockingTransport> transports = new OpenTransports<>(timer::close);

    private BlockingAdapter() {}

    /** Makes an adapter without connections; its threads start when they are needed. */
    public static BlockingAdapter create() {
        return new BlockingAdapter();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler handler) {
        BlockingTransport transport = new BlockingTransport(this, endpoint, handler);
        transports.start(transport, transport::start);
        return transport;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return timer.schedule(delay, transports.whileOpen(task));
    }

    @Override
    public void close() {
        transports.close(BlockingTransport::close);
    }

    @Override
    public boolean awaitClosed(Duration timeout) throws InterruptedException {
        return threads.awaitEnd(timeout);
    }

    AdapterThreads threads() {
        return threads;
    }

    TimerThreads timer() {
        return timer;
    }

    BufferPool buffers() {
        return buffers;
    }

    /** A transport has ended. */
    void forget(BlockingTransport transport) {
        transports.remove(transport);
    }
}
