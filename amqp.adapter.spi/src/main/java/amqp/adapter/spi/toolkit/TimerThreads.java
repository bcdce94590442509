// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import amqp.adapter.spi.Cancellable;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Timers for an adapter that has no loop to run them. Its methods may be called from any thread. An exception of an
 * action goes to the uncaught exception handler of the thread.
 *
 * <p>One thread, the leader, waits for timers and runs what is due, one after the other. A second one only looks whether
 * an action takes so long that other timers are late: then it leads, and what blocks one action blocks no other. The
 * threads start when they are needed: a third one where two actions block, and so on; there are two again afterwards.
 */
public final class TimerThreads {
    /** How long an action may keep others waiting. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ThreadFactory threads;
    private final ReentrantLock lock = new ReentrantLock();

    /** For the leader. */
    private final Condition changed = lock.newCondition();

    /** For the deputy. */
    private final Condition late = lock.newCondition();

    // Guarded by the lock.
    private final TimerQueue timers = new TimerQueue();
    private @Nullable Thread leader;
    private @Nullable Thread deputy;

    /** Whether the leader runs an action, and since when. */
    private boolean busy;

    private long busySince;

    /** When the deputy looks again. */
    private long deputyLooks;

    private boolean closed;

    /** @param threads makes the threads */
    public TimerThreads(ThreadFactory threads) {
        this.threads = threads;
    }

    /**
     * Sets a timer unless it is due no later; nothing happens once this is closed.
     *
     * @param deadlineNanos as {@link TimerQueue#deadline} makes it of {@link System#nanoTime}
     */
    public void set(TimerQueue.Timer timer, long deadlineNanos) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            timers.bringForward(timer, deadlineNanos);
            if (leader == null) {
                leader = started();
            } else if (busy) {
                tellDeputy();
            } else {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes a timer out; its action may just be running. */
    public void remove(TimerQueue.Timer timer) {
        lock.lock();
        try {
            timers.remove(timer);
        } finally {
            lock.unlock();
        }
    }

    /** Runs a task once after the delay, which is zero or more. */
    public Cancellable schedule(Duration delay, Runnable task) {
        return schedule(delay, new TimerQueue.Timer(task));
    }

    /** The same with a timer that is in no queue yet. */
    public Cancellable schedule(Duration delay, TimerQueue.Timer timer) {
        set(timer, TimerQueue.deadline(System.nanoTime(), delay));
        return () -> remove(timer);
    }

    /** Drops all timers and ends the threads, each after the action that it is in. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
            late.signal();
        } finally {
            lock.unlock();
        }
    }

    private Thread started() {
        Thread thread = threads.newThread(this::run);
        thread.start();
        return thread;
    }

    private void run() {
        boolean more;
        do {
            more = runNext();
        } while (more);
    }

    /** By itself, so that a thread which waits does not hold what it ran last, and the connection with it. */
    private boolean runNext() {
        TimerQueue.Timer due = awaitDue();
        if (due == null) {
            return false;
        }
        AdapterThreads.run(due.action());
        return true;
    }

    /** The next timer for this thread to run; null where it has to end. */
    private TimerQueue.@Nullable Timer awaitDue() {
        Thread self = Thread.currentThread();
        lock.lock();
        try {
            if (leader == self) {
                busy = false;
            }
            while (!closed) {
                if (leader == self) {
                    long now = System.nanoTime();
                    TimerQueue.Timer due = timers.pollDue(now);
                    if (due != null) {
                        beginAction(now);
                        return due;
                    }
                    await(changed, timers.nanosUntilNext(now));
                } else if (deputy == null || deputy == self) {
                    deputy = self;
                    standBy();
                } else {
                    return null;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void beginAction(long now) {
        busy = true;
        busySince = now;
        if (deputy == null) {
            appointDeputy(now);
        } else {
            tellDeputy();
        }
    }

    private void appointDeputy(long now) {
        deputyLooks = now;
        try {
            deputy = started();
        } catch (Throwable noThreadToBeHad) {
            // The timer that is due matters more; the next one tries again.
            AdapterThreads.report(noThreadToBeHad);
        }
    }

    /** Wakes the deputy where it would look too late for what is in the queue; mostly it does not. */
    private void tellDeputy() {
        long now = System.nanoTime();
        if (deputyLooks - now > untilLate(now)) {
            deputyLooks = now;
            late.signal();
        }
    }

    /** How long until the next timer is late, should the leader go on with what it is at; at most a day. */
    private long untilLate(long now) {
        long untilDue = Math.min(TimeUnit.DAYS.toNanos(1), timers.nanosUntilNext(now));
        long patience = untilDue == 0 && busy ? Math.max(0, PATIENCE_NANOS - (now - busySince)) : PATIENCE_NANOS;
        return untilDue + patience;
    }

    private void standBy() {
        long now = System.nanoTime();
        long untilLate = untilLate(now);
        if (busy && untilLate == 0) {
            leader = deputy;
            deputy = null;
            busy = false;
        } else {
            deputyLooks = now + untilLate;
            await(late, untilLate);
        }
    }

    private static void await(Condition condition, long nanos) {
        try {
            condition.awaitNanos(nanos);
        } catch (InterruptedException stray) {
            // Only a callback can have done this to the adapter's own thread; it means nothing here.
        }
    }
}
