// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the threads of one adapter and waits for their end: daemons named {@code amqp-<adapter>-<number>}, as the contract
 * asks; no name comes twice in a process. Its methods may be called from any thread.
 *
 * <p>The threads take nothing over from whoever happens to have them made: no inheritable thread-locals, no protection
 * domains, and as context class loader the one of this class. An application that shares the adapter with others can be
 * unloaded while it goes on.
 */
public final class AdapterThreads implements ThreadFactory {
    private static final Map<String, AtomicInteger> MADE = new ConcurrentHashMap<>();

    private final String prefix;
    private final AtomicInteger made;

    /** Weak, as one that is never started has no end at which to take it out; those that run are held by the JVM. */
    private final Set<Thread> threads = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** Makes threads for an adapter with this name. */
    public AdapterThreads(String adapter) {
        this.prefix = "amqp-" + adapter + "-";
        this.made = MADE.computeIfAbsent(adapter, name -> new AtomicInteger());
    }

    /** Returns the name for one more thread, for an adapter whose library makes the threads. */
    public String nextName() {
        return prefix + made.incrementAndGet();
    }

    /** Makes a thread and does not start it. */
    @Override
    @SuppressWarnings("removal") // without it a thread keeps the protection domains of its maker's stack up to JDK 23
    public Thread newThread(Runnable task) {
        Thread thread = AccessController.doPrivileged(
                (PrivilegedAction<Thread>) () -> new Thread(null, task, nextName(), 0, false));
        thread.setDaemon(true);
        thread.setContextClassLoader(AdapterThreads.class.getClassLoader());
        return adopt(thread);
    }

    /**
     * Has something made on a thread of its own, for a library that makes threads, or that is loaded by this: what it keeps
     * of the thread that called it first, the classes on its stack in an exception for instance, is none of the
     * application's. The thread has ended when this returns.
     *
     * @return what the supplier gives
     */
    public <T extends @Nullable Object> T detached(Supplier<T> maker) {
        CompletableFuture<T> made = new CompletableFuture<>();
        Thread thread = newThread(() -> {
            try {
                made.complete(maker.get());
            } catch (Throwable failure) {
                made.completeExceptionally(failure);
            }
        });
        thread.start();
        joinUninterruptibly(thread);
        try {
            return made.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            if (failed.getCause() instanceof Error fault) {
                throw fault;
            }
            throw failed;
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes in a thread that was made otherwise, so that {@link #awaitEnd} waits for it too; gives it back. */
    public Thread adopt(Thread thread) {
        threads.add(thread);
        return thread;
    }

    /**
     * Lets go of a thread: it is none of these any more, unless it is taken in again. So callbacks of the application that
     * an adapter's thread runs may wait for the end of the adapter.
     */
    void release(Thread thread) {
        threads.remove(thread);
    }

    /**
     * Waits until none of the threads runs any more.
     *
     * @return whether that is so before the timeout
     * @throws IllegalStateException when called on one of them
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        if (threads.contains(Thread.currentThread())) {
            throw new IllegalStateException("A thread of the adapter can't wait for its own end; wait on another one");
        }
        long deadline = TimerQueue.deadline(System.nanoTime(), timeout);
        for (Optional<Thread> next = oneAlive(); next.isPresent(); next = oneAlive()) {
            TimeUnit.NANOSECONDS.timedJoin(next.get(), deadline - System.nanoTime());
            if (next.get().isAlive()) {
                return false;
            }
        }
        return true;
    }

    private Optional<Thread> oneAlive() {
        return Stream.of(threads.toArray(new Thread[0])).filter(Thread::isAlive).findFirst();
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
