// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.vertx;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.toolkit.TimerQueue;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A task that runs once on the context. Vert.x counts in milliseconds, so the time is rounded up. */
final class ScheduledTask implements Cancellable {
    private static final long NONE = -1;

    private final VertxAdapter adapter;
    private final Runnable task;
    private final long due;
    private volatile boolean cancelled;

    /** The context's alone. */
    private long timer = NONE;

    ScheduledTask(VertxAdapter adapter, Duration delay, Runnable task) {
        this.adapter = adapter;
        this.task = task;
        this.due = TimerQueue.deadline(System.nanoTime(), delay);
    }

    /** On the context, unless it was cancelled before. */
    void start() {
        long nanos = due - System.nanoTime();
        if (nanos <= 0) {
            run();
        } else if (!cancelled) {
            timer = adapter.vertx().setTimer(millis(nanos), fired -> run());
        }
    }

    static long millis(long nanos) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }

    private void run() {
        if (!cancelled) {
            task.run();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        // On the context, as the timer may just be set there, and elsewhere Vert.x refuses it while it closes.
        adapter.soon(this::stop);
    }

    private void stop() {
        if (timer != NONE) {
            adapter.vertx().cancelTimer(timer);
        }
    }
}
