// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.TimerQueue;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The timers of one adapter, on one thread that starts with the first. Its methods may be called from any thread. */
final class AdapterTimer {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final TimerQueue timers = new TimerQueue();
    private boolean started;
    private boolean closed;

    /** Sets a timer unless it is due no later; nothing happens once this is closed. */
    void set(TimerQueue.Timer timer, long deadlineNanos) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            timers.bringForward(timer, deadlineNanos);
            if (!started) {
                started = true;
                BlockingAdapter.newThread(this::run).start();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void remove(TimerQueue.Timer timer) {
        lock.lock();
        try {
            timers.remove(timer);
        } finally {
            lock.unlock();
        }
    }

    Cancellable schedule(Duration delay, Runnable task) {
        TimerQueue.Timer timer = new TimerQueue.Timer(task);
        set(timer, System.nanoTime() + delay.toNanos());
        return () -> remove(timer);
    }

    void close() {
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
            try {
                due.action().run();
            } catch (Throwable failure) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
            }
        }
    }

    /** The next timer, when its time has come; null when closed. */
    private TimerQueue.Timer awaitDue() {
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
