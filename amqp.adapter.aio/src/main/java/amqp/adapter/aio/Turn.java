// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import amqp.adapter.spi.toolkit.AdapterThreads;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the entries of one transport one at a time and in order, on whichever thread of the adapter brings them, without
 * a lock and without waiting: who finds an entry being made leaves his behind, and the thread that is at it makes it too.
 * An entry sees what the entries before it did, by way of the counter.
 */
final class Turn {
    private final Queue<Runnable> entries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile @Nullable Thread holder;

    /** Makes the entry now, or leaves it to the thread whose turn it is. */
    void take(Runnable entry) {
        leave(entry);
        make();
    }

    /** Puts an entry behind the others; {@link #make} has to follow. */
    void leave(Runnable entry) {
        entries.add(entry);
    }

    /** Makes one of the entries that were left, or leaves it to the thread whose turn it is. */
    void make() {
        if (count.getAndIncrement() > 0) {
            return;
        }
        do {
            holder = Thread.currentThread();
            AdapterThreads.run(entries.remove());
            holder = null;
        } while (count.decrementAndGet() > 0);
    }

    /** Whether the calling thread is within an entry. */
    boolean held() {
        return holder == Thread.currentThread();
    }
}
