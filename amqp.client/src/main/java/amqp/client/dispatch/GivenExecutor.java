// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor that the application gave, with one of ours behind it: a task runs there exactly once and never on the thread
 * that gave it, or on ours where the application's executor throws anything or would run the task on the giving thread
 * (CallerRunsPolicy, {@code Runnable::run}). That thread may be the adapter's, which must not run the application's code.
 */
public final class GivenExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(GivenExecutor.class);

    private final Executor given;
    private final Executor own;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * @param given by the application
     * @param own runs what {@code given} does not
     */
    public GivenExecutor(Executor given, Executor own) {
        this.given = given;
        this.own = own;
    }

    @Override
    public void execute(Runnable task) {
        Handed handed = new Handed(task);
        try {
            given.execute(handed);
        } catch (Throwable e) {
            if (warned.compareAndSet(false, true)) {
                LOG.warn(
                        "The executor given for callbacks fails, so they run on one of ours; close the connection before"
                                + " shutting its executor down",
                        e);
            }
            if (handed.take()) {
                own.execute(task);
            }
        }
        handed.giver = null;
    }

    /** A task on its way through the application's executor. */
    private final class Handed implements Runnable {
        private final Runnable task;
        private final AtomicBoolean taken = new AtomicBoolean();

        /** Null once it has returned from giving; means something to that thread alone, so it needs no fence. */
        private @Nullable Thread giver = Thread.currentThread();

        Handed(Runnable task) {
            this.task = task;
        }

        boolean take() {
            return taken.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (!take()) {
                return; // the executor threw although it had accepted the task
            }
            if (giver == Thread.currentThread()) {
                own.execute(task);
            } else {
                task.run();
            }
        }
    }
}
