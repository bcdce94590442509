// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A serial place for the state of one connection: runs tasks one at a time and in order, each of which sees what those
 * before it did. It has no thread and nothing waits for it: a task that comes while another one runs is left to the
 * thread that is inside.
 *
 * <p>Threads of the adapter come by with {@link #run} and run what waits; any other thread leaves its task with
 * {@link #execute} and has a thread of the adapter called. So application threads never do the work of the connection.
 */
public final class Strand {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final Consumer<Runnable> caller;
    private final Consumer<Throwable> failures;
    private volatile Thread owner;

    /**
     * Creates an idle strand.
     *
     * @param caller runs a task soon on a thread of the adapter; it is given one that may come too late and then does
     *     nothing
     * @param failures takes what a task throws; the tasks behind it run all the same
     */
    public Strand(Consumer<Runnable> caller, Consumer<Throwable> failures) {
        this.caller = caller;
        this.failures = failures;
    }

    /** Whether the calling thread is inside: only then may state that the strand owns be touched. */
    public boolean isHere() {
        return owner == Thread.currentThread();
    }

    /**
     * Runs a task, and everything that waits, on the calling thread, which is one of the adapter's; or leaves it to the
     * thread that is inside, which may be the calling one.
     *
     * @return whether the task has run when this returns; otherwise it may still have to
     */
    public boolean run(Runnable task) {
        boolean first = waiting.isEmpty() && enter();
        if (first) {
            try {
                perform(task);
            } finally {
                leave();
            }
        } else {
            waiting.add(task);
        }
        drain();
        return first;
    }

    /** Has a task run on a thread of the adapter, after what waits already; by any thread. */
    public void execute(Runnable task) {
        waiting.add(task);
        if (!isHere()) {
            caller.accept(this::drain);
        }
    }

    /**
     * Runs the first task of the connection, on the thread that makes it.
     *
     * @throws RuntimeException what the task throws
     */
    public void begin(Runnable task) {
        if (!enter()) {
            throw new IllegalStateException("the strand is in use");
        }
        try {
            task.run();
        } finally {
            leave();
        }
        if (!waiting.isEmpty()) {
            caller.accept(this::drain);
        }
    }

    /** Whoever fails to enter has added a task before, and whoever leaves looks for one afterwards: none is forgotten. */
    private void drain() {
        while (!waiting.isEmpty() && enter()) {
            try {
                for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                    perform(next);
                }
            } finally {
                leave();
            }
        }
    }

    private boolean enter() {
        boolean entered = taken.compareAndSet(false, true);
        if (entered) {
            owner = Thread.currentThread();
        }
        return entered;
    }

    private void leave() {
        owner = null;
        taken.set(false);
    }

    private void perform(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            failures.accept(e);
        }
    }
}
