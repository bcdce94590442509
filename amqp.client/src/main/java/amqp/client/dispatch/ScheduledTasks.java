// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import amqp.adapter.spi.Cancellable;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/** The application's scheduled tasks. They outlive a loss of the connection: the adapter keeps the time. */
public final class ScheduledTasks {
    private final BiFunction<Duration, Runnable, Cancellable> timer;
    private final Executor executor;
    private volatile boolean closed;

    /**
     * Creates it without tasks.
     *
     * @param timer runs a task after a delay, on a thread that must not run the application's tasks
     * @param executor runs the application's tasks and contains what they throw
     */
    public ScheduledTasks(BiFunction<Duration, Runnable, Cancellable> timer, Executor executor) {
        this.timer = timer;
        this.executor = executor;
    }

    /** Runs a task once after a delay; the result removes it unless it has begun. */
    public Cancellable schedule(Duration delay, Runnable task) {
        return schedule(delay, task, executor);
    }

    /** The same on an executor that contains what the task throws. */
    public Cancellable schedule(Duration delay, Runnable task, Executor executor) {
        AtomicBoolean over = new AtomicBoolean();
        Cancellable due = timer.apply(
                delay,
                () -> executor.execute(() -> {
                    if (!closed && over.compareAndSet(false, true)) {
                        task.run();
                    }
                }));
        return () -> {
            over.set(true);
            due.cancel();
        };
    }

    /** No more tasks run. */
    public void close() {
        closed = true;
    }
}
