// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import amqp.adapter.spi.Cancellable;
import io.netty.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** A task that an event loop has scheduled. */
record LoopTask(Future<?> future) implements Cancellable {
    @Override
    public void cancel() {
        try {
            future.cancel(false);
        } catch (RejectedExecutionException shutDown) {
            // The task is cancelled. A loop that shuts down only refuses to remove it from its queue, which it drops.
        }
    }
}
