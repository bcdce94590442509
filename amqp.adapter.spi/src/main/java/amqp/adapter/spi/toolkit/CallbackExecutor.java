// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs quick callbacks on the I/O thread that submits them, in its {@link CallbackTurns}, and all others on another
 * executor.
 *
 * <p>After one that was slow, it stays away from I/O threads for a hundred times as long as that took, twice as long after
 * each further one, and half as long again after many that were quick. So callbacks that are slow as a rule hold the I/O
 * up for about a ten-thousandth of the time.
 */
public final class CallbackExecutor implements Executor {
    /** What callbacks may take on an I/O thread without being slow, in nanoseconds. */
    static final long QUICK = TimeUnit.MICROSECONDS.toNanos(250);

    /** How many times as long as a slow one took the next one is given elsewhere. */
    private static final long ABSENCE = 100;

    private static final int MOST_DOUBLINGS = 6;

    /** How many in a row must be quick to make up for a slow one. */
    private static final int QUICK_ONES = 256;

    private final Executor other;
    private volatile long absentUntil = System.nanoTime();

    // Written by I/O threads, one at a time as a rule; no harm is done when an update gets lost.
    private int doublings;
    private int quick;

    /** @param other runs what no I/O thread is to run */
    public CallbackExecutor(Executor other) {
        this.other = other;
    }

    @Override
    public void execute(Runnable task) {
        if (absent() || !CallbackTurns.take(this, task)) {
            other.execute(task);
        }
    }

    private boolean absent() {
        return absentUntil - System.nanoTime() > 0;
    }

    Executor other() {
        return other;
    }

    /** One took so long on an I/O thread, until now. */
    void took(long nanos, long now) {
        if (nanos > QUICK) {
            absentUntil = now + (nanos * ABSENCE << doublings);
            doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
            quick = 0;
        } else if (doublings > 0 && ++quick == QUICK_ONES) {
            doublings--;
            quick = 0;
        }
    }
}
