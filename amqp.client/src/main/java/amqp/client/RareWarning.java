// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.time.Duration;

/**
 * How often a warning is written that a peer could cause without end: once in a while, with how many were left out. For one
 * thread at a time.
 */
final class RareWarning {
    /** In place of a number, where nothing is to be written. */
    static final long NOT_NOW = -1;

    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private boolean written;
    private long lastNanos;
    private long leftOut;

    /** Tells how many were left out before the one that is to be written now, or {@link #NOT_NOW}. */
    long leftOut(long nowNanos) {
        if (written && nowNanos - lastNanos < INTERVAL_NANOS) {
            leftOut++;
            return NOT_NOW;
        }
        long count = leftOut;
        written = true;
        lastNanos = nowNanos;
        leftOut = 0;
        return count;
    }
}
