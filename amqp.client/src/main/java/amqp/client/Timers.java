// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Cancellable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The application's scheduled tasks. They outlive a loss of the connection: the adapter keeps the time. With
 * {@link Dispatch#IO_THREAD} a task that is due runs on the transport's thread, and while there is no transport, on the
 * thread of the adapter that kept its time.
 */
final class Timers {
    private final ConnectionDriver driver;
    private final Dispatch dispatch;
    private final Executor lane;

    /** What is due and on its way to the transport's thread. */
    private final Set<Task> due = ConcurrentHashMap.newKeySet();

    private volatile boolean connected = true;
    private volatile boolean closed;

    /**
     * @param lane where the tasks run, or with {@link Dispatch#IO_THREAD} what contains their failures
     */
    Timers(ConnectionDriver driver, Dispatch dispatch, Executor lane) {
        this.driver = driver;
        this.dispatch = dispatch;
        this.lane = lane;
    }

    Cancellable schedule(Duration delay, Runnable task) {
        Task scheduled = new Task(task);
        Cancellable timer = driver.schedule(delay, scheduled::due);
        return () -> {
            scheduled.over.set(true);
            timer.cancel();
        };
    }

    /** The transport is there again. */
    void connected() {
        connected = true;
    }

    /** The transport is gone, and with it what was handed to its thread. On that thread. */
    void disconnected() {
        connected = false;
        due.forEach(Task::run);
    }

    /** No more tasks run. */
    void close() {
        closed = true;
        due.clear();
    }

    private final class Task {
        private final Runnable task;
        private final AtomicBoolean over = new AtomicBoolean();

        Task(Runnable task) {
            this.task = task;
        }

        void due() {
            if (dispatch == Dispatch.EXECUTOR) {
                lane.execute(this::run);
                return;
            }
            due.add(this);
            driver.transport().schedule(Duration.ZERO, this::run);
            if (!connected) {
                run(); // the transport may have dropped it
            }
        }

        void run() {
            due.remove(this);
            if (!closed && over.compareAndSet(false, true)) {
                if (dispatch == Dispatch.EXECUTOR) {
                    task.run();
                } else {
                    lane.execute(task);
                }
            }
        }
    }
}
