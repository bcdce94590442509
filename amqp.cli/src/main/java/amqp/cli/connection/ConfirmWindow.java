// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Waiter;
import amqp.client.PublishCallback;
import amqp.connection.Verdict;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;

/**
 * Counts the verdicts on the messages of one publishing thread, and bounds how many are without. The publisher calls
 * {@link #awaitRoom} before each publish and {@link #sent} after it; {@link #settled} may come from any thread, even
 * before {@link #sent}.
 */
public final class ConfirmWindow implements PublishCallback {
    static final int SIZE = 1000;

    /** Once full, so much of the window must be free before the publisher is woken, since waking it is dear. */
    private static final int ROOM = 50;

    private final Waiter waiter;
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLongArray counts = new AtomicLongArray(Verdict.values().length);
    private final BooleanSupplier enough = this::isEnough;
    private volatile long wakeAt = Long.MAX_VALUE;
    private long sent;

    public ConfirmWindow(Waiter waiter) {
        this.waiter = waiter;
    }

    /** @throws CommandFailedException when the broker says nothing any more */
    public void awaitRoom() {
        if (sent - settled.get() >= SIZE) {
            awaitSettled(sent - SIZE + ROOM);
        }
    }

    public void sent() {
        sent++;
    }

    /** Waits until every message has its verdict. */
    public void awaitAll() {
        awaitSettled(sent);
    }

    public long published() {
        return sent;
    }

    /** Those without any verdict count as unknown. */
    public long count(Verdict verdict) {
        long count = counts.get(verdict.ordinal());
        return verdict == Verdict.UNKNOWN ? count + Math.max(0, sent - settled.get()) : count;
    }

    @Override
    public void settled(Verdict verdict) {
        counts.incrementAndGet(verdict.ordinal());
        if (settled.incrementAndGet() == wakeAt) {
            waiter.wake();
        }
    }

    private void awaitSettled(long target) {
        wakeAt = target; // before looking: whoever counts up to it after that wakes us
        waiter.until(enough, settled::get, "confirm from the broker");
        wakeAt = Long.MAX_VALUE;
    }

    private boolean isEnough() {
        return settled.get() >= wakeAt;
    }
}
