// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits a warning that a peer could cause without end to one a minute, and counts the suppressed ones. Safe to use
 * from any number of threads.
 */
public final class RareWarning {
    /** The result of {@link #leftOut} when nothing is to be logged. */
    public static final long NOT_NOW = -1;

    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private boolean written;
    private long lastNanos;
    private long leftOut;

    /** Creates a limit for one kind of warning. */
    public RareWarning() {}

    /**
     * Returns how many warnings were suppressed since the last one if a warning may be logged now, otherwise
     * {@link #NOT_NOW}.
     *
     * @param nowNanos a reading of any clock in nanoseconds, always the same clock; it may overflow
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

    /**
     * Returns the end of a log line that says how many were suppressed before it; empty if none were.
     *
     * @param leftOut as {@link #leftOut} returned it
     * @param kind what is logged: "warning" or "error"
     */
    public static String more(long leftOut, String kind) {
        return leftOut == 0 ? "" : "; " + leftOut + " more since the last such " + kind;
    }
}
