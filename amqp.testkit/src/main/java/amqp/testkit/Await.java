// SPDX-License-Identifier: MPL-2.0
package amqp.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition instead of sleeping for a guessed time. */
public final class Await {
    private static final long FIRST_PAUSE_NANOS = 100_000;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000;

    private Await() {}

    /**
     * Asks again and again, with pauses from 0.1 ms up to 20 ms, until the condition holds. The condition is asked once
     * more after the deadline, so that a slow machine does not fail a test whose condition came true meanwhile.
     *
     * @param description asked only on failure: what was awaited and what was found instead
     * @throws AssertionError when the deadline passes or the thread is interrupted (the interrupt status stays set)
     */
    public static void until(Duration deadline, BooleanSupplier condition, Supplier<String> description) {
        var start = System.nanoTime();
        var pause = FIRST_PAUSE_NANOS;
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("Interrupted while waiting: " + description.get());
            }
            if (System.nanoTime() - start >= deadline.toNanos()) {
                if (condition.getAsBoolean()) return;
                throw new AssertionError("Not within " + deadline.toMillis() + " ms: " + description.get());
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }
}
