// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import amqp.adapter.spi.toolkit.AdapterThreads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The executors of the SDK, for the process: daemon threads, as many as are needed, idle ones only while there are connections. */
public final class SdkExecutors {
    private static final int IDLE_SECONDS = 60;
    private static final ReentrantLock LOCK = new ReentrantLock();

    /** Guarded by the lock. */
    private static int connections;

    private static final List<ThreadPoolExecutor> POOLS = new CopyOnWriteArrayList<>();

    /**
     * What callbacks run on when the application gives no executor: a virtual thread for each task where the JVM has them,
     * otherwise platform threads that are reused.
     */
    public static final Executor CALLBACKS = virtualOrCached();

    /**
     * What stages complete on when the application gives no executor for that: platform threads that are reused. They are no
     * virtual ones, since before JDK 24 a callback that waits within {@code synchronized} keeps the thread below it, and all
     * of these may be kept by callbacks that wait for a completion.
     */
    public static final Executor COMPLETIONS = cached("completion");

    private SdkExecutors() {}

    private static Executor virtualOrCached() {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
        } catch (Throwable notThere) { // Java 17 to 20; a preview in 19 and 20
            return cached("callback");
        }
    }

    private static Executor cached(String purpose) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), new AdapterThreads(purpose));
        POOLS.add(pool);
        return pool;
    }

    /** There is one more connection: threads that have nothing to do are kept for a while. */
    public static void retain() {
        count(1);
    }

    /** A connection has ended: with the last one end the threads that have nothing to do, and later ones at once. */
    public static void release() {
        count(-1);
    }

    private static void count(int change) {
        LOCK.lock();
        try {
            connections += change;
            for (ThreadPoolExecutor pool : POOLS) {
                pool.setKeepAliveTime(connections == 0 ? 0 : IDLE_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            LOCK.unlock();
        }
    }
}
