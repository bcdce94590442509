// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits a warning that a peer could cause without end to one a minute, and counts those left out. Any thread may use
 * it.
 */
public final class RareWarning {
    /** The answer where nothing is to be written. */
    public static final long NOT_NOW = -1;

    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private boolean written;
    private long lastNanos;
    private long leftOut;

    /** Creates one of which none was written yet. */
    public RareWarning() {}

    /**
     * Returns how many were left out before the one that is to be written now, or {@link #NOT_NOW}.
     *
     * @param nowNanos a reading of any clock, always the same one; it may wrap round
     */
    public long leftOut(long nowNanos) {
        lock.lock();
        try {
            if (written && nowNanos - lastNanos < INTERVAL_NANOS) {
                leftOut++;
                return NOT_NOW;
            }
            long count = leftOut;
            written = true;
            lastNanos = nowNanos;
            leftOut = 0;
            return count;
        } finally {
            lock.unlock();
        }
    }
}
