// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on an executor: no more than so many at once, and those with the same key one after the other, in the order
 * in which they were added. A task has a slot while it runs, until {@link #ran}, and its key until {@link #done}; between
 * the two it may be run {@link #again}. The lock is never held while a task runs.
 */
final class Lanes {
    /** A task with its place in the order. */
    interface Task extends Runnable {
        /** Null where it may overtake all others. */
        @Nullable
        Object key();
    }

    private final int concurrency;
    private final Executor executor;
    private final Consumer<Throwable> onRefused;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Task> ready = new ArrayDeque<>();

    /** The keys at work, with what waits behind. */
    private final Map<Object, ArrayDeque<Task>> waiting = new HashMap<>();

    private int running;
    private boolean starting;

    /**
     * @param onRefused called when the executor takes no task; the task is not run
     */
    Lanes(int concurrency, Executor executor, Consumer<Throwable> onRefused) {
        this.concurrency = concurrency;
        this.executor = executor;
        this.onRefused = onRefused;
    }

    void add(Task task) {
        lock.lock();
        try {
            Object key = task.key();
            ArrayDeque<Task> before = key == null ? null : waiting.get(key);
            if (before != null) {
                before.add(task);
                return;
            }
            if (key != null) {
                waiting.put(key, new ArrayDeque<>());
            }
            ready.add(task);
        } finally {
            lock.unlock();
        }
        startReady();
    }

    /** A task that has run, and still has its key, has to run once more. */
    void again(Task task) {
        lock.lock();
        try {
            ready.add(task);
        } finally {
            lock.unlock();
        }
        startReady();
    }

    /** Its slot is free. */
    void ran() {
        lock.lock();
        try {
            running--;
        } finally {
            lock.unlock();
        }
        startReady();
    }

    /** Its key is free. */
    void done(Task task) {
        Object key = task.key();
        if (key == null) {
            return;
        }
        lock.lock();
        try {
            Task next = waiting.get(key).poll();
            if (next == null) {
                waiting.remove(key);
                return;
            }
            ready.add(next);
        } finally {
            lock.unlock();
        }
        startReady();
    }

    /** By one thread at a time, so that an executor that runs tasks at once does not nest them. */
    private void startReady() {
        for (Task task = next(false); task != null; task = next(true)) {
            try {
                executor.execute(task);
            } catch (Throwable refused) {
                onRefused.accept(refused);
            }
        }
    }

    private @Nullable Task next(boolean mine) {
        lock.lock();
        try {
            if (starting && !mine) {
                return null; // whoever starts tasks now looks again
            }
            Task next = running < concurrency ? ready.poll() : null;
            starting = next != null;
            if (next != null) {
                running++;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
