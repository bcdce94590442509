// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time and in order, on threads of an executor. Tasks that come while others run are taken over in
 * one go, so that a busy one costs a short lock per task and no hand-over between threads.
 */
public final class SerialExecutor implements Executor {
    /** Tasks run in one turn before others on the same executor get theirs. */
    private static final int TURN = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final Executor executor;
    private final Consumer<Throwable> failures;
    private final Runnable turn = this::runTurn;
    private final Object lock = new Object();
    private ArrayDeque<Runnable> waiting = new ArrayDeque<>(4);
    private ArrayDeque<Runnable> taken = new ArrayDeque<>(4);
    private boolean scheduled;

    /**
     * Creates one without tasks.
     *
     * @param failures takes what a task throws, which ends nothing; called on the task's thread, throws nothing itself
     */
    public SerialExecutor(Executor executor, Consumer<Throwable> failures) {
        this.executor = executor;
        this.failures = failures;
    }

    /** Runs a task on the calling thread; what it throws is given to {@code failures}. */
    public static void runHere(Runnable task, Consumer<Throwable> failures) {
        try {
            task.run();
        } catch (Throwable e) {
            failures.accept(e);
        }
    }

    @Override
    public void execute(Runnable task) {
        boolean idle;
        synchronized (lock) { // a few instructions, never around I/O or a task
            waiting.add(task);
            idle = !scheduled;
            scheduled = true;
        }
        if (idle && !begin()) {
            synchronized (lock) {
                scheduled = false; // the next task tries again
            }
        }
    }

    /** Whether a turn will run; there may be no thread for it. */
    private boolean begin() {
        try {
            executor.execute(turn);
            return true;
        } catch (Throwable e) {
            LOG.error("No thread could be had for callbacks; they wait", e);
            return false;
        }
    }

    private void runTurn() {
        do {
            int done = 0;
            while (done < TURN) {
                if (taken.isEmpty() && !takeOver()) {
                    return;
                }
                while (!taken.isEmpty()) {
                    runHere(taken.poll(), failures);
                    done++;
                }
            }
        } while (!begin());
    }

    private boolean takeOver() {
        synchronized (lock) {
            ArrayDeque<Runnable> empty = taken;
            taken = waiting;
            waiting = empty;
            scheduled = !taken.isEmpty();
            return scheduled;
        }
    }
}
