// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * One thread waits for what others do, for as long as it moves. The thread that makes the waiter is the one that waits;
 * {@link #wake} and {@link #fail} are for any thread.
 */
public final class Waiter {
    /** As long as a command of the client may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final Thread owner = Thread.currentThread();
    private final Progress progress;
    private final LongSupplier hope;
    private volatile RuntimeException failure;

    public Waiter(Progress progress) {
        this(progress, () -> 0);
    }

    /** @param hope counts up for as long as there is hope although nothing moves */
    public Waiter(Progress progress, LongSupplier hope) {
        this.progress = progress;
        this.hope = hope;
    }

    /**
     * Returns when it is done.
     *
     * @param moved counts up for as long as there is hope
     * @param what for the sentence when it stands still
     * @throws CommandFailedException when nothing moved for 20 s
     * @throws RuntimeException what {@link #fail} was told
     */
    public void until(BooleanSupplier done, LongSupplier moved, String what) {
        long count = moved.getAsLong();
        long hoped = hope.getAsLong();
        long since = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (failure != null) {
                throw failure;
            }
            LockSupport.parkNanos(this, LOOK_NANOS);
            long now = System.nanoTime();
            long newCount = moved.getAsLong();
            if (newCount != count) {
                count = newCount;
                since = now;
                progress.at(count);
            } else if (hope.getAsLong() != hoped) {
                hoped = hope.getAsLong();
                since = now;
            } else if (now - since > PATIENCE.toNanos()) {
                throw new CommandFailedException(
                        "no " + what + " for " + PATIENCE.toSeconds() + " s; " + count + " had come before");
            } else if (Thread.interrupted()) {
                throw new CommandFailedException("interrupted");
            }
        }
    }

    /** Makes the owner look now. */
    public void wake() {
        LockSupport.unpark(owner);
    }

    /** Ends the waiting, and any later one, with this. */
    public void fail(RuntimeException why) {
        failure = why;
        wake();
    }
}
