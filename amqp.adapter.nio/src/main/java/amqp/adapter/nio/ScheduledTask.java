// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.toolkit.TimerQueue;
import java.time.Duration;

/** A task with a delay, set and cancelled by any thread. */
final class ScheduledTask implements Cancellable {
    private final Loop loop;
    private final Runnable task;
    private final TimerQueue.Timer timer = new TimerQueue.Timer(this::run);
    private volatile boolean cancelled;

    ScheduledTask(Loop loop, Duration delay, Runnable task) {
        this.loop = loop;
        this.task = task;
        long deadline = TimerQueue.deadline(System.nanoTime(), delay);
        onLoop(() -> loop.timers().set(timer, deadline));
    }

    @Override
    public void cancel() {
        cancelled = true;
        onLoop(() -> loop.timers().remove(timer));
    }

    private void run() {
        if (!cancelled) {
            task.run();
        }
    }

    private void onLoop(Runnable change) {
        if (loop.isRunner()) {
            change.run();
        } else {
            loop.execute(new Mailbox.Task(change));
        }
    }
}
