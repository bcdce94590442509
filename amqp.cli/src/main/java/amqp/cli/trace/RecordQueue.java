// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Records on their way to another thread, bounded by their octets. Any threads. */
final class RecordQueue {
    /** What a record takes beside its content, more or less. */
    private static final int OVERHEAD = 100;

    private final long bound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final Deque<TraceRecord> records = new ArrayDeque<>();
    private long octets;
    private boolean closed;

    RecordQueue(long bound) {
        this.bound = bound;
    }

    /** Waits while it is full. What comes after {@link #close} is dropped. */
    void put(TraceRecord passed) throws InterruptedException {
        lock.lock();
        try {
            while (octets >= bound && !closed) {
                changed.await();
            }
            add(passed);
        } finally {
            lock.unlock();
        }
    }

    /** Returns false, without waiting, where it is full. */
    boolean offer(TraceRecord passed) {
        lock.lock();
        try {
            return octets < bound && add(passed);
        } finally {
            lock.unlock();
        }
    }

    private boolean add(TraceRecord passed) {
        if (!closed) {
            records.add(passed);
            octets += size(passed);
            changed.signalAll();
        }
        return !closed;
    }

    /** Waits for the next one; null when it is closed and empty. */
    TraceRecord take() throws InterruptedException {
        lock.lock();
        try {
            while (records.isEmpty() && !closed) {
                changed.await();
            }
            TraceRecord passed = records.poll();
            if (passed != null) {
                octets -= size(passed);
                changed.signalAll();
            }
            return passed;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return records.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static int size(TraceRecord passed) {
        return OVERHEAD + passed.content().length;
    }
}
