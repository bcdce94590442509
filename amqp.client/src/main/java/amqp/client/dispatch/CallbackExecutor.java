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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor that the application gave, with one of ours behind it: a task runs there exactly once and never on the thread
 * that gave it, or on ours where the application's executor throws anything or would run the task on the giving thread
 * (CallerRunsPolicy, {@code Runnable::run}). That thread may be the adapter's, which must not run the application's code.
 */
public final class CallbackExecutor implements Executor {
    private static final int IDLE_SECONDS = 60;
    private static final ReentrantLock LOCK = new ReentrantLock();

    /** Guarded by the lock. */
    private static int connections;

    private static final List<ThreadPoolExecutor> POOLS = new CopyOnWriteArrayList<>();

    /**
     * What callbacks run on when the application gives no executor: a virtual thread for each task where the JVM has them,
     * otherwise platform threads that are reused. One for the process, of daemon threads.
     */
    public static final Executor SHARED = virtualOrCached();

    /**
     * What stages complete on when the application gives no executor for that: platform threads that are reused, as many
     * as are needed. They are no virtual ones, since before JDK 24 a callback that waits within {@code synchronized} keeps
     * the thread below it, and all of these may be kept by callbacks that wait for a completion.
     */
    public static final Executor COMPLETIONS = cached("completion");

    private static final Logger LOG = LoggerFactory.getLogger(CallbackExecutor.class);

    private final Executor given;
    private final Executor own;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * @param given by the application
     * @param own runs what {@code given} does not
     */
    public CallbackExecutor(Executor given, Executor own) {
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
        private static final AtomicIntegerFieldUpdater<Handed> TAKEN =
                AtomicIntegerFieldUpdater.newUpdater(Handed.class, "taken");

        private final Runnable task;

        /** Null once it has returned from giving; means something to that thread alone, so it needs no fence. */
        private @Nullable Thread giver = Thread.currentThread();

        private volatile int taken;

        Handed(Runnable task) {
            this.task = task;
        }

        boolean take() {
            return TAKEN.compareAndSet(this, 0, 1);
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
