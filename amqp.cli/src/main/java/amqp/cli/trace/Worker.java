// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.time.Duration;

/** A thread that does not keep the process alive. */
final class Worker {
    private final Thread thread;

    private Worker(Thread thread) {
        this.thread = thread;
    }

    static Worker start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return new Worker(thread);
    }

    /** Waits for its end. An interrupt ends the waiting, and stays. */
    void awaitEnd() {
        awaitEnd(Duration.ZERO);
    }

    /** @param longest zero for ever */
    void awaitEnd(Duration longest) {
        try {
            thread.join(longest.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
