// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.AdapterThreads;
import amqp.adapter.spi.toolkit.BufferPool;
import amqp.adapter.spi.toolkit.OpenTransports;
import amqp.adapter.spi.toolkit.TimerThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.time.Duration;

/**
 * An adapter on the JDK's asynchronous channels. All connections share the threads of one channel group, on which reads
 * and writes end, and two threads for timers and wake-ups; the calls to one handler take turns on them. The number of
 * threads doesn't depend on that of the connections; only a name look-up has a thread of its own while it lasts.
 */
public final class AioAdapter implements Adapter {
    static final String NAME = "aio";

    private static final int BUFFER = 64 * 1024;

    /** Direct ones save the channel a copy; their memory is not the collector's, so that they are few. */
    private static final int DIRECT_BUFFERS = 32;

    private final AdapterThreads threads;
    private final AsynchronousChannelGroup group;
    private final TimerThreads timer;
    private final BufferPool buffers = BufferPool.ofDirect(BUFFER, DIRECT_BUFFERS);
    private final OpenTransports<AioTransport> transports = new OpenTransports<>(this::endThreads);

    private AioAdapter(AdapterThreads threads, AsynchronousChannelGroup group) {
        this.threads = threads;
        this.group = group;
        this.timer = new TimerThreads(threads);
    }

    /**
     * Makes an adapter with a channel group of one thread.
     *
     * @throws UncheckedIOException when the system gives no channel group
     */
    public static AioAdapter create() {
        return create(AioOptions.DEFAULT);
    }

    /**
     * Makes an adapter with a channel group of its own.
     *
     * @throws UncheckedIOException when the system gives no channel group
     */
    public static AioAdapter create(AioOptions options) {
        AdapterThreads threads = new AdapterThreads(NAME);
        try {
            return new AioAdapter(threads, AsynchronousChannelGroup.withFixedThreadPool(options.threads(), threads));
        } catch (IOException failure) {
            throw new UncheckedIOException("The system gives no channel group: " + failure.getMessage(), failure);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler handler) {
        AioTransport transport = new AioTransport(this, endpoint, handler);
        transports.start(transport, transport::start);
        return transport;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return timer.schedule(delay, transports.whileOpen(task));
    }

    @Override
    public void close() {
        transports.close(AioTransport::end);
    }

    @Override
    public boolean awaitClosed(Duration timeout) throws InterruptedException {
        return threads.awaitEnd(timeout);
    }

    AdapterThreads threads() {
        return threads;
    }

    AsynchronousChannelGroup group() {
        return group;
    }

    TimerThreads timer() {
        return timer;
    }

    BufferPool buffers() {
        return buffers;
    }

    /** A transport's channel is closed. */
    void forget(AioTransport transport) {
        transports.remove(transport);
    }

    private void endThreads() {
        timer.close();
        group.shutdown();
    }
}
