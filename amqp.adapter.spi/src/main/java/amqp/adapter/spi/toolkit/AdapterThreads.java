// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the threads of an adapter: daemons named {@code amqp-<adapter>-<number>}, as the contract asks. Keep one for the
 * whole process, so that no name comes twice. Its methods may be called from any thread.
 */
public final class AdapterThreads implements ThreadFactory {
    private final String prefix;
    private final AtomicInteger made = new AtomicInteger();

    /** Makes threads for the adapter with this name. */
    public AdapterThreads(String adapter) {
        this.prefix = "amqp-" + adapter + "-";
    }

    /** Returns the name for one more thread, for an adapter whose library makes the threads. */
    public String nextName() {
        return prefix + made.incrementAndGet();
    }

    /** Makes a thread and does not start it. */
    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, nextName());
        thread.setDaemon(true);
        return thread;
    }

    /** Runs a task; gives what it throws to the uncaught exception handler of the calling thread, which goes on. */
    public static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            report(failure);
        }
    }

    /** Gives a failure to the uncaught exception handler of the calling thread; throws nothing, whatever that does. */
    public static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        } catch (Throwable ofTheHandler) {
            // As the JDK does with it.
        }
    }
}
