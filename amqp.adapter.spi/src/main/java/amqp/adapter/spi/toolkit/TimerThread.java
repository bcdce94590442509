// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import amqp.adapter.spi.Cancellable;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The timers of an adapter without a loop to run them, on one thread that starts with the first. Its methods may be called
 * from any thread. An exception of an action goes to the uncaught exception handler of the thread.
 */
public final class TimerThread {
    private final ThreadFactory threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final TimerQueue timers = new TimerQueue();
    private boolean started;
    private boolean closed;

    /** @param threads makes the thread */
    public TimerThread(ThreadFactory threads) {
        this.threads = threads;
    }

    /**
     * Sets a timer unless it is due no later; nothing happens once this is closed.
     *
     * @param deadlineNanos a reading of {@link System#nanoTime}
     */
    public void set(TimerQueue.Timer timer, long deadlineNanos) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            timers.bringForward(timer, deadlineNanos);
            if (!started) {
                started = true;
                threads.newThread(this::run).start();
            }
            changed.signal();
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
        TimerQueue.Timer timer = new TimerQueue.Timer(task);
        set(timer, TimerQueue.deadline(System.nanoTime(), delay));
        return () -> remove(timer);
    }

    /** Drops all timers and ends the thread. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (TimerQueue.Timer due = awaitDue(); due != null; due = awaitDue()) {
            AdapterThreads.run(due.action());
        }
    }

    /** The next timer, when its time has come; null when closed. */
    private TimerQueue.@Nullable Timer awaitDue() {
        lock.lock();
        try {
            while (!closed) {
                long now = System.nanoTime();
                TimerQueue.Timer due = timers.pollDue(now);
                if (due != null) {
                    return due;
                }
                await(timers.nanosUntilNext(now));
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) {
        try {
            changed.awaitNanos(nanos);
        } catch (InterruptedException stray) {
            // Only a callback can have done this to the adapter's own thread; it means nothing here.
        }
    }
}
