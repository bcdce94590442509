// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.toolkit.AdapterThreads;
import amqp.adapter.spi.toolkit.CallbackTurns;
import amqp.adapter.spi.toolkit.TimerQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One selector and what happens around it. Everything but {@link #execute}, {@link #schedule}, {@link #stop} and
 * {@link #close} belongs to the thread that runs the loop.
 *
 * <p>No wake-up is lost: the loop says that it is asleep and then looks into the mailbox; a sender puts its task in and
 * then looks whether the loop is asleep. All four are volatile accesses, so one of the two sees the other. The first
 * sender that finds the loop asleep takes the flag down and wakes the selector; nobody else pays for a system call.
 */
final class Loop {
    private final SelectorProvider provider;
    private final Selector selector;
    private final Mailbox mailbox = new Mailbox();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final Consumer<SelectionKey> ready = this::ready;

    /** Taken by whoever runs the loop or ends it; a thread that takes the loop over takes this over. */
    private final Semaphore running = new Semaphore(1);

    private volatile @Nullable Thread runner;
    private volatile boolean stopWanted;
    private volatile boolean closeWanted;

    // Of the running thread.
    private final TimerQueue timers = new TimerQueue();
    private final Buffers buffers = new Buffers();
    private final Set<NioTransport> transports = new HashSet<>();
    private final CallbackTurns turns;

    Loop(SelectorProvider provider, AdapterThreads threads) {
        this.provider = provider;
        this.turns = new CallbackTurns(threads, this::goOn);
        try {
            this.selector = provider.openSelector();
        } catch (IOException failure) {
            throw new UncheckedIOException("The system gives no selector: " + failure.getMessage(), failure);
        }
    }

    // Any thread.

    /** Whether the task will run, in the order of such calls; false once the loop has ended. */
    boolean execute(Mailbox.Task task) {
        if (!mailbox.put(task)) {
            return false;
        }
        wake();
        return true;
    }

    Cancellable schedule(Duration delay, Runnable task) {
        if (mailbox.isClosed() || closeWanted) {
            throw closedAlready();
        }
        return new ScheduledTask(this, delay, task);
    }

    boolean isRunner() {
        return Thread.currentThread() == runner;
    }

    void stop() {
        stopWanted = true;
        wake();
    }

    void close() {
        closeWanted = true;
        wake();
        endIfIdle();
    }

    static IllegalStateException closedAlready() {
        return new IllegalStateException("This adapter is closed; create another one");
    }

    // The running thread: three ways to run.

    /** The whole life of a thread; nothing when the loop was closed before. */
    void runUntilClosed() {
        running.acquireUninterruptibly();
        if (mailbox.isClosed()) {
            running.release();
            return;
        }
        goOn();
    }

    /** On a thread of the adapter that runs the loop: until it is closed, or another one runs it. */
    private void goOn() {
        turns.begin();
        boolean mine = true;
        try {
            mine = runWhile(() -> {
                // Nobody has a reason to interrupt this thread, and a selector doesn't sleep while it is interrupted.
                Thread.interrupted();
                return true;
            });
        } finally {
            // Without its thread the loop is dead, whatever the reason: the handlers have to hear it.
            if (mine) {
                close();
            }
        }
    }

    void run() {
        own();
        runWhile(() -> !stopWanted && !Thread.currentThread().isInterrupted());
        stopWanted = false;
    }

    void runOnce(Duration timeout) {
        own();
        runner = Thread.currentThread();
        try {
            boolean worked = runTasks();
            select(worked ? 0 : TimerQueue.nanos(timeout));
            runTasks();
        } finally {
            disown();
        }
    }

    private interface Condition {
        boolean holds();
    }

    /**
     * Runs rounds; gives up what {@link #running} stands for when it ends.
     *
     * @return false when another thread has taken the loop over, which then is none of the calling thread's business
     */
    private boolean runWhile(Condition condition) {
        runner = Thread.currentThread();
        boolean mine = true;
        try {
            runTasks();
            mine = runCallbacks();
            while (mine && !closeWanted && condition.holds()) {
                select(Long.MAX_VALUE);
                runTasks();
                mine = runCallbacks();
            }
        } finally {
            if (mine) {
                disown();
            }
        }
        return mine;
    }

    /** Outside of {@link #runner}: for callbacks, this is no I/O thread. */
    private boolean runCallbacks() {
        if (!turns.wanted()) {
            return true;
        }
        runner = null;
        if (!turns.run()) {
            return false;
        }
        runner = Thread.currentThread();
        return true;
    }

    /** Takes the loop for a thread of the application. */
    private void own() {
        if (isRunner() || !running.tryAcquire()) {
            throw new IllegalStateException(
                    "This loop runs already; run it once at a time, not from its own callbacks");
        }
        if (mailbox.isClosed()) {
            running.release();
            throw closedAlready();
        }
    }

    private void disown() {
        runner = null;
        running.release();
        if (closeWanted) {
            endIfIdle();
        }
    }

    /** Ends the loop unless somebody runs it, who then does it. */
    private void endIfIdle() {
        if (isRunner() || !running.tryAcquire()) {
            return;
        }
        try {
            runner = Thread.currentThread();
            end();
        } finally {
            runner = null;
            running.release();
        }
    }

    private void end() {
        turns.end();
        // Tasks first: a connection may be among them that nobody has heard of yet.
        runAll(mailbox.close());
        Set.copyOf(transports).forEach(NioTransport::end);
        try {
            selector.close();
        } catch (IOException failure) {
            AdapterThreads.report(failure);
        }
    }

    /** Whether there was anything to do. */
    private boolean runTasks() {
        Mailbox.Task oldest = mailbox.takeAll();
        runAll(oldest);
        return runTimers() || oldest != null;
    }

    private void select(long longestWait) {
        try {
            selectAndHandle(longestWait);
        } catch (IOException failure) {
            closeWanted = true;
            throw new UncheckedIOException("The selector failed: " + failure.getMessage(), failure);
        }
    }

    private void selectAndHandle(long longestWait) throws IOException {
        long nanos = Math.min(longestWait, timers.nanosUntilNext(System.nanoTime()));
        if (nanos <= 0 || !fallAsleep()) {
            selector.selectNow(ready);
            return;
        }
        try {
            // Rounded up: a wait of 0 ms would be endless, and one that is too short would make the loop spin.
            selector.select(ready, nanos == Long.MAX_VALUE ? 0 : nanos / 1_000_000 + 1);
        } finally {
            asleep.set(false);
        }
    }

    private boolean fallAsleep() {
        asleep.set(true);
        if (mailbox.isEmpty() && !closeWanted && !stopWanted) {
            return true;
        }
        asleep.set(false);
        return false;
    }

    private void wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }

    private void ready(SelectionKey key) {
        if (asleep.get()) {
            asleep.set(false);
        }
        try {
            ((NioTransport) key.attachment()).ready();
        } catch (Throwable failure) {
            AdapterThreads.report(failure);
        }
    }

    private boolean runTimers() {
        long now = System.nanoTime();
        TimerQueue.Timer first = timers.pollDue(now);
        for (TimerQueue.Timer due = first; due != null; due = timers.pollDue(now)) {
            AdapterThreads.run(due.action());
        }
        return first != null;
    }

    private void runAll(Mailbox.Task oldest) {
        for (Mailbox.Task task = oldest; task != null; ) {
            Mailbox.Task next = task.next();
            AdapterThreads.run(task.action);
            task = next;
        }
    }

    SelectorProvider provider() {
        return provider;
    }

    Selector selector() {
        return selector;
    }

    TimerQueue timers() {
        return timers;
    }

    Buffers buffers() {
        return buffers;
    }

    Set<NioTransport> transports() {
        return transports;
    }
}
