// SPDX-License-Identifier: MPL-2.0
package amqp.test.memory;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.toolkit.AdapterThreads;
import amqp.adapter.spi.toolkit.TimerQueue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The one thread of a test broker, with its clock: everything of the broker and of connections in memory happens on it. Time is
 * the machine's and what it was advanced by, or stands still but for that.
 */
public final class BrokerThread {
    private final boolean standsStill;
    private final Runnable afterEach;
    private final Supplier<Long> nextDue;
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    // The thread's alone.
    private final TimerQueue timers = new TimerQueue();

    private final Thread thread;
    private volatile long advanced;
    private volatile boolean ended;

    /**
     * @param standsStill whether time passes only by {@link #advance}
     * @param afterEach run after whatever happened
     * @param nextDue when {@code afterEach} is to be run again, by {@link #nanoTime}; {@link Long#MAX_VALUE} for never
     */
    public BrokerThread(AdapterThreads threads, boolean standsStill, Runnable afterEach, Supplier<Long> nextDue) {
        this.standsStill = standsStill;
        this.afterEach = afterEach;
        this.nextDue = nextDue;
        this.thread = threads.newThread(this::run);
    }

    /** Begins to work. */
    public void start() {
        thread.start();
    }

    /** Returns the time of now, in nanoseconds. */
    public long nanoTime() {
        return (standsStill ? 0 : System.nanoTime()) + advanced;
    }

    /** Returns whether the calling thread is the broker's. */
    public boolean isHere() {
        return Thread.currentThread() == thread;
    }

    /** Has a task run, after those that were given before. */
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /**
     * Runs a task on the broker's thread and waits for what it gives.
     *
     * @throws IllegalStateException when the thread has ended
     */
    public <T> T ask(Supplier<T> question) {
        if (isHere()) {
            return question.get();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> {
            try {
                answer.complete(question.get());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        });
        if (ended) { // asked after the task was given: the thread has run it in its last round, or never will
            answer.completeExceptionally(new IllegalStateException("this test broker is closed"));
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw e;
        }
    }

    /** Has a task run after a time by the broker's clock. */
    public Cancellable schedule(Duration delay, Runnable task) {
        TimerQueue.Timer timer = new TimerQueue.Timer(task);
        long deadline = TimerQueue.deadline(nanoTime(), delay);
        execute(() -> timers.set(timer, deadline));
        return () -> execute(() -> timers.remove(timer));
    }

    /** Lets time pass: what becomes due on the way happens in its order. */
    public void advance(Duration time) {
        ask(() -> {
            long target = nanoTime() + time.toNanos();
            for (long next = due(); next <= target; next = due()) {
                advanced += Math.max(0, next - nanoTime());
                runDue();
            }
            advanced += Math.max(0, target - nanoTime());
            runDue();
            return true;
        });
    }

    /** When the next thing is due; {@link Long#MAX_VALUE} for never. */
    private long due() {
        long wait = timers.nanosUntilNext(nanoTime());
        long timer = timers.size() == 0 ? Long.MAX_VALUE : nanoTime() + wait;
        return Math.min(timer, nextDue.get());
    }

    private void runDue() {
        for (TimerQueue.Timer timer = timers.pollDue(nanoTime()); timer != null; timer = timers.pollDue(nanoTime())) {
            AdapterThreads.run(timer.action());
        }
        afterEach.run();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            AdapterThreads.run(task);
        }
        afterEach.run();
    }

    private void run() {
        while (!ended) {
            try {
                Runnable task = next();
                if (task != null) {
                    AdapterThreads.run(task);
                }
            } catch (InterruptedException e) {
                continue; // nobody has a reason to interrupt it
            }
            runDue();
        }
    }

    /** Null when something is due: also where time stands still, as what ran last may have asked for something at once. */
    private Runnable next() throws InterruptedException {
        long due = due();
        long wait = due - nanoTime();
        boolean never = due == Long.MAX_VALUE || standsStill && wait > 0;
        return never ? tasks.take() : tasks.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
    }

    /** Ends the thread after what was given to it before, and waits for that. */
    public void end() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        execute(() -> {
            ended = true;
            done.complete(true);
        });
        if (!isHere()) {
            done.join();
        }
    }
}
