// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TimerThread;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Plain blocking sockets. A connection has a thread that connects and reads, and one that writes, so that a full socket
 * delays no reading; one thread of the adapter runs the timers of all its connections. For few connections, or where
 * selectors are not to be had.
 */
public final class BlockingAdapter implements Adapter {
    static final String NAME = "blocking";

    private static final AtomicInteger THREADS = new AtomicInteger();

    private final TimerThread timer = new TimerThread(BlockingAdapter::newThread);
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Set<BlockingTransport> transports = new HashSet<>();
    private boolean closed;

    /** An adapter without connections; its threads start when they are needed. */
    public BlockingAdapter() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler handler) {
        BlockingTransport transport = new BlockingTransport(this, endpoint, handler);
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
        List<BlockingTransport> open;
        lock.lock();
        try {
            closed = true;
            open = List.copyOf(transports);
        } finally {
            lock.unlock();
        }
        open.forEach(BlockingTransport::close);
        endTimerWhenUnused();
    }

    TimerThread timer() {
        return timer;
    }

    /** A transport has ended. */
    void forget(BlockingTransport transport) {
        lock.lock();
        try {
            transports.remove(transport);
        } finally {
            lock.unlock();
        }
        endTimerWhenUnused();
    }

    /** Closing transports still need the timer. */
    private void endTimerWhenUnused() {
        lock.lock();
        try {
            if (closed && transports.isEmpty()) {
                timer.close();
            }
        } finally {
            lock.unlock();
        }
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
        Thread thread = new Thread(task, "amqp-blocking-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
