// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Bounds how many messages of a producer await their confirm. {@link #settled} is for any thread, the rest for the producer's. */
final class Unconfirmed {
    private static final long LOOK_NANOS = 100_000_000;

    private final int most;

    /** Once full, this much must be free before the producer is woken, since waking it is dear. */
    private final int room;

    private final AtomicLong settled = new AtomicLong();
    private volatile long wakeAt = Long.MAX_VALUE;
    private volatile Thread producer;
    private long sent;

    Unconfirmed(int most) {
        this.most = most;
        this.room = Math.max(1, most / 20);
    }

    /** Waits a tenth of a second at most; says whether another message may be sent. */
    boolean awaitRoom() {
        return sent - settled.get() < most || await(sent - most + room);
    }

    /** Waits a tenth of a second at most; says whether none is under way. */
    boolean awaitAll() {
        return await(sent);
    }

    void sent() {
        sent++;
    }

    void settled() {
        if (settled.incrementAndGet() == wakeAt) {
            LockSupport.unpark(producer);
        }
    }

    private boolean await(long target) {
        producer = Thread.currentThread();
        wakeAt = target; // before looking: whoever counts up to it after that wakes us
        long until = System.nanoTime() + LOOK_NANOS;
        for (long left = LOOK_NANOS; settled.get() < target && left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        wakeAt = Long.MAX_VALUE;
        return settled.get() >= target;
    }
}
