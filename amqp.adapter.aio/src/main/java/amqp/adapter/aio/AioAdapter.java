// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TimerThread;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The JDK's asynchronous channels. All connections share the threads of one channel group, on which reads and writes end,
 * and one thread for timers and wake-ups; the calls to one handler take turns on them. The number of threads doesn't
 * depend on that of the connections; only a name look-up has a thread of its own while it lasts.
 */
public final class AioAdapter implements Adapter {
    static final String NAME = "aio";

    private static final AtomicInteger THREADS = new AtomicInteger();

    private final AsynchronousChannelGroup group;
    private final TimerThread timer = new TimerThread(AioAdapter::newThread);
    private final BufferPool buffers = new BufferPool();
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock, which is never held during I/O.
    private final Set<AioTransport> transports = new HashSet<>();
    private boolean closed;

    private AioAdapter(AsynchronousChannelGroup group) {
        this.group = group;
    }

    /**
     * A channel group of one thread.
     *
     * @throws UncheckedIOException when the system gives no channel group
     */
    public static AioAdapter create() {
        return create(1);
    }

    /**
     * A channel group of some threads.
     *
     * @param threads 1 at least; more where handlers compute a lot
     * @throws IllegalArgumentException when there is no thread
     * @throws UncheckedIOException when the system gives no channel group
     */
    public static AioAdapter create(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("An adapter needs 1 thread at least, not " + threads);
        }
        try {
            return new AioAdapter(AsynchronousChannelGroup.withFixedThreadPool(threads, AioAdapter::newThread));
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
        lock.lock();
        try {
            refuseWhenClosed();
            transports.add(transport);
        } finally {
            lock.unlock();
        }
        transport.start();
        return transport;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        lock.lock();
        try {
            refuseWhenClosed();
        } finally {
            lock.unlock();
        }
        return timer.schedule(delay, () -> {
            if (!isClosed()) {
                task.run();
            }
        });
    }

    @Override
    public void close() {
        List<AioTransport> open;
        lock.lock();
        try {
            closed = true;
            open = List.copyOf(transports);
        } finally {
            lock.unlock();
        }
        open.forEach(AioTransport::end);
        endWhenUnused();
    }

    AsynchronousChannelGroup group() {
        return group;
    }

    TimerThread timer() {
        return timer;
    }

    BufferPool buffers() {
        return buffers;
    }

    /** A transport's channel is closed. */
    void forget(AioTransport transport) {
        lock.lock();
        try {
            transports.remove(transport);
        } finally {
            lock.unlock();
        }
        endWhenUnused();
    }

    /** Closing transports still need group and timer. */
    private void endWhenUnused() {
        lock.lock();
        try {
            if (!closed || !transports.isEmpty()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        timer.close();
        group.shutdown();
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw new IllegalStateException("This adapter is closed; create another one");
        }
    }

    static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "amqp-aio-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
