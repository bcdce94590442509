// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import java.util.concurrent.CompletableFuture;

/** A thread that takes one step after the other until told to stop. */
final class Worker {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean stopping;

    interface Step {
        void run() throws InterruptedException;
    }

    Worker(String name, Step step) {
        var thread = new Thread(() -> run(step), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Step step) {
        try {
            while (!stopping) step.run();
            end.complete(null);
        } catch (InterruptedException | RuntimeException | Error e) {
            end.completeExceptionally(e);
        }
    }

    /** Returns when the step under way has ended; throws what a step has thrown. */
    void stop() {
        stopping = true;
        Waits.await(end);
    }

    /** Throws what a step has thrown. */
    void check() {
        if (end.isCompletedExceptionally()) Waits.await(end);
    }
}
