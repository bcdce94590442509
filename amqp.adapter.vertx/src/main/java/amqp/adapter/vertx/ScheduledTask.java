// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.vertx;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.toolkit.TimerQueue;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A task that runs once on the context. Vert.x counts in milliseconds, so the time is rounded up. */
final class ScheduledTask implements Cancellable {
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Runnable task;
    private final long due;
    private volatile boolean cancelled;
    private volatile long timer = NONE;

    ScheduledTask(Vertx vertx, Duration delay, Runnable task) {
        this.vertx = vertx;
        this.task = task;
        this.due = TimerQueue.deadline(System.nanoTime(), delay);
    }

    /** On the context. */
    void start() {
        long nanos = due - System.nanoTime();
        if (nanos <= 0) {
            run();
        } else if (!cancelled) {
            timer = vertx.setTimer(millis(nanos), fired -> run());
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
        if (timer != NONE) {
            vertx.cancelTimer(timer);
        }
    }
}
