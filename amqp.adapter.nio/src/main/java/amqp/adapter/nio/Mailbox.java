// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tasks for a loop from any thread: a stack that many push to and the loop takes as a whole, turned round to keep the
 * order. Pushing allocates nothing: the links are in the tasks, so a task must not be put again before it was taken.
 */
final class Mailbox {
    private static final Task CLOSED = new Task(() -> {});

    private final AtomicReference<Task> newest = new AtomicReference<>();

    /** Something to do on the loop's thread. */
    static final class Task {
        final Runnable action;
        private @Nullable Task next;

        Task(Runnable action) {
            this.action = action;
        }

        /** The task put after this one; read it before running this one, which may then be put again. */
        @Nullable
        Task next() {
            return next;
        }
    }

    /** Whether the task will be taken; false once the mailbox is closed. */
    boolean put(Task task) {
        Task before;
        do {
            before = newest.get();
            if (before == CLOSED) {
                return false;
            }
            task.next = before;
        } while (!newest.compareAndSet(before, task));
        return true;
    }

    boolean isEmpty() {
        return newest.get() == null;
    }

    boolean isClosed() {
        return newest.get() == CLOSED;
    }

    /** All tasks, the oldest first; null when there is none. Not after closing. */
    @Nullable
    Task takeAll() {
        return isEmpty() ? null : oldestFirst(newest.getAndSet(null));
    }

    /** All tasks, as the last; nothing can be put afterwards. */
    @Nullable
    Task close() {
        return oldestFirst(newest.getAndSet(CLOSED));
    }

    private static @Nullable Task oldestFirst(@Nullable Task stack) {
        Task oldest = null;
        for (Task task = stack; task != null; ) {
            Task older = task.next;
            task.next = oldest;
            oldest = task;
            task = older;
        }
        return oldest;
    }
}
