// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import amqp.adapter.spi.Cancellable;
import io.netty.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * A task that an event loop has scheduled. Not a record: the JDK keeps, for a while, the class loaders of components whose
 * hash code it has made.
 */
final class LoopTask implements Cancellable {
    private final Future<?> future;

    LoopTask(Future<?> future) {
        this.future = future;
    }

    /** Runs once it has run or been cancelled. */
    void whenOver(Runnable callback) {
        future.addListener(over -> callback.run());
    }

    @Override
    public void cancel() {
        try {
            future.cancel(false);
        } catch (RejectedExecutionException shutDown) {
            // The task is cancelled. A loop that shuts down only refuses to remove it from its queue, which it drops.
        }
    }
}
