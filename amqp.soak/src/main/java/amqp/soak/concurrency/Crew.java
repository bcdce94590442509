// SPDX-License-Identifier: MPL-2.0
package amqp.soak.concurrency;

import java.util.concurrent.atomic.AtomicInteger;

/** Threads that begin at once, and those that they start. */
final class Crew {
    private static final int MOST = 16;

    // No collection: each access to memory is one more place at which threads may take turns.
    private final Thread[] threads = new Thread[MOST];
    private final AtomicInteger count = new AtomicInteger();
    private volatile Throwable failure;

    private static volatile Object shared;

    /**
     * Tells Lincheck that several threads use an object. It follows fields to find out by itself, but not those of lambdas
     * and records; and where it takes an object for one thread's own, no other thread gets its turn.
     */
    static <T> T shared(T object) {
        shared = object;
        return object;
    }

    /** Runs a task on a thread of its own. */
    void start(Runnable task) {
        made(task).start();
    }

    /** Makes a thread that one of these is going to start. */
    Thread made(Runnable task) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                failed(e);
            }
        });
        threads[count.getAndIncrement()] = thread;
        return thread;
    }

    /** A thread has seen something that must not be. */
    void failed(Throwable thrown) {
        failure = thrown;
    }

    /** Waits for the end of all, also of those that others start meanwhile. */
    void join() {
        try {
            for (var i = 0; i < count.get(); i++) threads[i].join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure != null) throw new AssertionError(failure);
    }

    static void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }
}
