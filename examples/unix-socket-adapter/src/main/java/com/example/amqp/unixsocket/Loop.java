// SPDX-License-Identifier: MPL-2.0
package com.example.amqp.unixsocket;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.toolkit.AdapterThreads;
import amqp.adapter.spi.toolkit.TimerQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** One selector and its thread. What isn't marked as callable from any thread belongs to that thread. */
final class Loop {
    private static final int BUFFER = 64 * 1024;

    private final AdapterThreads threads = new AdapterThreads(UnixSocketAdapter.NAME);
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final TimerQueue timers = new TimerQueue();
    private final Set<UnixSocketTransport> transports = new HashSet<>();
    private final ByteBuffer reading = ByteBuffer.allocateDirect(BUFFER);
    private final Deque<ByteBuffer> spares = new ArrayDeque<>();

    /** Orders the last connect before close, so that whoever was accepted is heard. */
    private final ReentrantLock closing = new ReentrantLock();

    private volatile boolean closed;

    private Loop(Selector selector) {
        this.selector = selector;
        this.thread = threads.newThread(this::run);
    }

    static Loop start() {
        try {
            Loop loop = new Loop(Selector.open());
            loop.thread.start();
            return loop;
        } catch (IOException failure) {
            throw new IllegalStateException("The system gives no selector: " + failure.getMessage(), failure);
        }
    }

    // Any thread.

    /** Returns whether the thread ends before the timeout, once the loop is closed. */
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return threads.awaitEnd(timeout);
    }

    /** Runs the task soon; drops it when the loop has ended. */
    void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** Runs the task, certainly, unless it throws that the loop is closed. */
    void executeFirst(Runnable task) {
        closing.lock();
        try {
            expectOpen();
            tasks.add(task);
        } finally {
            closing.unlock();
        }
        wake();
    }

    void expectOpen() {
        if (closed) {
            throw new IllegalStateException("This adapter is closed; create another one");
        }
    }

    /** The flag is for who cancels on the loop's thread: the task then doesn't run, even if its timer isn't set yet. */
    Cancellable schedule(Duration delay, Runnable task) {
        long deadline = TimerQueue.deadline(System.nanoTime(), delay);
        AtomicBoolean cancelled = new AtomicBoolean();
        TimerQueue.Timer timer = new TimerQueue.Timer(() -> {
            if (!cancelled.get()) {
                task.run();
            }
        });
        execute(() -> timers.set(timer, deadline));
        return () -> {
            cancelled.set(true);
            execute(() -> timers.remove(timer));
        };
    }

    boolean isRunner() {
        return Thread.currentThread() == thread;
    }

    void close() {
        closing.lock();
        try {
            closed = true;
        } finally {
            closing.unlock();
        }
        wake();
    }

    private void wake() {
        if (!isRunner()) {
            selector.wakeup();
        }
    }

    // The loop's thread.

    private void run() {
        try (selector) {
            runUntilClosed();
        } catch (IOException failure) {
            throw new UncheckedIOException("The selector failed: " + failure.getMessage(), failure);
        }
    }

    private void runUntilClosed() throws IOException {
        try {
            while (!closed) {
                select();
                runTasks();
                runTimers();
            }
        } finally {
            // Whatever the reason, the handlers have to hear it: those too that are still to start.
            close();
            runTasks();
            Set.copyOf(transports).forEach(UnixSocketTransport::end);
        }
    }

    private void select() throws IOException {
        // A selector doesn't sleep while its thread is interrupted, which a handler may have done.
        Thread.interrupted();
        long nanos = timers.nanosUntilNext(System.nanoTime());
        if (nanos == 0 || !tasks.isEmpty()) {
            selector.selectNow(Loop::ready);
        } else {
            // Rounded up; 0 ms would be endless.
            selector.select(Loop::ready, nanos == Long.MAX_VALUE ? 0 : nanos / 1_000_000 + 1);
        }
    }

    private static void ready(SelectionKey key) {
        ((UnixSocketTransport) key.attachment()).ready();
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            AdapterThreads.run(task);
        }
    }

    private void runTimers() {
        long now = System.nanoTime();
        for (TimerQueue.Timer due = timers.pollDue(now); due != null && !closed; due = timers.pollDue(now)) {
            AdapterThreads.run(due.action());
        }
    }

    void add(UnixSocketTransport transport) {
        transports.add(transport);
    }

    void remove(UnixSocketTransport transport) {
        transports.remove(transport);
    }

    Selector selector() {
        return selector;
    }

    TimerQueue timers() {
        return timers;
    }

    /** The buffer to read into, for one read. */
    ByteBuffer reading() {
        return reading.clear();
    }

    ByteBuffer acquireBuffer() {
        ByteBuffer spare = spares.poll();
        return spare == null ? ByteBuffer.allocateDirect(BUFFER) : spare.clear();
    }

    void releaseBuffer(ByteBuffer buffer) {
        spares.push(buffer);
    }
}
