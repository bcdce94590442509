// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time and in order, on threads of an executor. Tasks that come while others run are taken over in
 * one go, so that a busy lane costs one short lock per task and no hand-over between threads.
 */
final class Lane implements Executor {
    /** Tasks run in one turn before other lanes of the executor get theirs. */
    private static final int TURN = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Executor executor;
    private final Object lock = new Object();
    private ArrayDeque<Runnable> waiting = new ArrayDeque<>(4);
    private ArrayDeque<Runnable> taken = new ArrayDeque<>(4);
    private boolean scheduled;

    Lane(Executor executor) {
        this.executor = executor;
    }

    /** Where nothing is to be handed over: runs at once, and contains what the task throws. */
    static void runHere(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    /** What a callback throws ends nothing. */
    static void failed(Throwable thrown) {
        LOG.error("A callback failed", thrown);
    }

    @Override
    public void execute(Runnable task) {
        boolean idle;
        synchronized (lock) { // a few instructions, never around I/O or a task
            waiting.add(task);
            idle = !scheduled;
            scheduled = true;
        }
        if (idle) {
            executor.execute(this::runTurn);
        }
    }

    private void runTurn() {
        int done = 0;
        while (done < TURN) {
            if (taken.isEmpty() && !takeOver()) {
                return;
            }
            while (!taken.isEmpty()) {
                runHere(taken.poll());
                done++;
            }
        }
        executor.execute(this::runTurn);
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
