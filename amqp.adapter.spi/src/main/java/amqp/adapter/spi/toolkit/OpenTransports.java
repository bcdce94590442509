// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The transports of an adapter that have not ended, and whether the adapter is closed. Closing transports still need
 * what the adapter has for them (loops, timers), so that is to end with the last of them. All methods may be called
 * from any thread; what they call, they call without a lock, but for {@link #start}.
 *
 * @param <T> the adapter's transport
 */
public final class OpenTransports<T> {
    private final Runnable unused;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Set<T> open = new HashSet<>();
    private boolean closed;
    private boolean ended;

    /** @param unused called once, when the adapter is closed and no transport is left, on the thread that brought it about */
    public OpenTransports(Runnable unused) {
        this.unused = unused;
    }

    /**
     * Starts a transport and takes it in, so that {@link #close} ends it after its start and not before. What the start
     * throws is thrown, and the transport is not taken in.
     *
     * @param start has the transport begin on its I/O thread; called with a lock held, so that it must not wait, nor call
     *     the handler itself
     * @throws IllegalStateException when the adapter is closed; nothing is started then
     */
    public void start(T transport, Runnable start) {
        lock.lock();
        try {
            refuseWhenClosed();
            start.run();
            open.add(transport);
        } finally {
            lock.unlock();
        }
    }

    /** A transport has ended: its socket is closed. */
    public void remove(T transport) {
        lock.lock();
        try {
            open.remove(transport);
        } finally {
            lock.unlock();
        }
        endWhenUnused();
    }

    /**
     * The task, which does nothing where the adapter has closed before it runs.
     *
     * @throws IllegalStateException when the adapter is closed
     */
    public Runnable whileOpen(Runnable task) {
        lock.lock();
        try {
            refuseWhenClosed();
        } finally {
            lock.unlock();
        }
        return () -> {
            if (!isClosed()) {
                task.run();
            }
        };
    }

    /**
     * The adapter closes. Closing again does no harm.
     *
     * @param end begins to close a transport, and may be asked for the same one again
     */
    public void close(Consumer<T> end) {
        List<T> all;
        lock.lock();
        try {
            closed = true;
            all = List.copyOf(open);
        } finally {
            lock.unlock();
        }
        all.forEach(end);
        endWhenUnused();
    }

    private void endWhenUnused() {
        lock.lock();
        try {
            if (ended || !closed || !open.isEmpty()) {
                return;
            }
            ended = true;
        } finally {
            lock.unlock();
        }
        unused.run();
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
}
