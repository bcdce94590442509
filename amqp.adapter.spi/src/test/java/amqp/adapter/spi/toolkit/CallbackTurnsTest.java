// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallbackTurnsTest {
    private final AdapterThreads threads = new AdapterThreads("callback-turns-test");
    private final CallbackTurns turns = new CallbackTurns(threads, this::runLoop);
    private final BlockingQueue<Runnable> rounds = new LinkedBlockingQueue<>();
    private final ExecutorService others =
            Executors.newCachedThreadPool(task -> new Thread(task, "callback-turns-others"));

    /** Of the loop, without a fence of its own: each thread that runs it must see what the one before it did. */
    private int played;

    private boolean open = true;

    CallbackTurnsTest() {
        threads.newThread(this::runLoop).start();
    }

    private void runLoop() {
        turns.begin();
        while (open) {
            try {
                rounds.take().run();
            } catch (InterruptedException stray) {
                throw new AssertionError(stray);
            }
            played++;
            if (turns.wanted() && !turns.run()) {
                return;
            }
        }
        turns.end();
    }

    private void close() {
        rounds.add(() -> open = false);
    }

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        close();
        assertTrue(threads.awaitEnd(Duration.ofMinutes(1)));
        others.shutdown();
        assertTrue(others.awaitTermination(1, TimeUnit.MINUTES));
    }

    private Thread threadOfTheLoop() {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        rounds.add(() -> thread.complete(Thread.currentThread()));
        return thread.join();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatTheIoThreadGivesRunsThereAfterTheRound() {
        CallbackExecutor executor = new CallbackExecutor(others);
        AtomicBoolean early = new AtomicBoolean();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        Thread io = threadOfTheLoop();
        rounds.add(() -> {
            executor.execute(() -> {
                early.set(!over.get());
                ran.complete(Thread.currentThread());
            });
            over.set(true);
        });
        assertEquals(io, ran.join());
        assertFalse(early.get());
    }

    @Test
    void whatOtherThreadsGiveRunsElsewhere() {
        CompletableFuture<Thread> given = new CompletableFuture<>();
        CompletableFuture<Thread> givenByCallback = new CompletableFuture<>();
        CallbackExecutor executor = new CallbackExecutor(others);
        executor.execute(() -> given.complete(Thread.currentThread()));
        Thread io = threadOfTheLoop();
        rounds.add(
                () -> executor.execute(() -> executor.execute(() -> givenByCallback.complete(Thread.currentThread()))));
        assertNotEquals(io, given.join());
        assertNotEquals(io, givenByCallback.join());
    }

    @Test
    void aCallbackThatBlocksLosesTheIoAndHoldsUpNoOther() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Thread> blocked = new CompletableFuture<>();
        CompletableFuture<Thread> second = new CompletableFuture<>();
        rounds.add(() -> {
            new CallbackExecutor(others).execute(() -> {
                blocked.complete(Thread.currentThread());
                awaitQuietly(mayEnd);
            });
            new CallbackExecutor(others).execute(() -> second.complete(Thread.currentThread()));
        });
        Thread first = blocked.join();
        Thread io = threadOfTheLoop();
        assertNotEquals(first, io);
        assertNotEquals(first, second.join());
        assertNotEquals(io, second.join());
        mayEnd.countDown();
        first.join();
        assertEquals(io, threadOfTheLoop());
    }

    /** What a connection has given last would keep the connection, for as long as no other one gives anything. */
    @Test
    void whatHasRunIsNotHeld() {
        WeakReference<Object> held = heldByOneThatHasRun();
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (held.get() != null) {
                System.gc();
            }
        });
    }

    private WeakReference<Object> heldByOneThatHasRun() {
        Object something = new Object();
        CallbackExecutor executor = new CallbackExecutor(others);
        CompletableFuture<Object> ran = new CompletableFuture<>();
        rounds.add(() -> executor.execute(() -> ran.complete(Objects.hash(something))));
        ran.join();
        threadOfTheLoop(); // another one where the machine was so busy that the callback lost the I/O
        return new WeakReference<>(something);
    }

    @Test
    void slowCallbacksStayAwayForAWhile() {
        CallbackExecutor executor = new CallbackExecutor(others);
        executor.took(TimeUnit.HOURS.toNanos(1), System.nanoTime());
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        Thread io = threadOfTheLoop();
        rounds.add(() -> executor.execute(() -> ran.complete(Thread.currentThread())));
        assertNotEquals(io, ran.join());
    }

    @Test
    void aCallbackMayAwaitTheEndOfTheThreads() {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        rounds.add(() -> new CallbackExecutor(others).execute(() -> {
            close();
            try {
                ended.complete(threads.awaitEnd(Duration.ofMinutes(1)));
            } catch (Exception e) {
                ended.completeExceptionally(e);
            }
        }));
        assertTrue(ended.join());
    }

    @Test
    void whatWaitsAtTheEndRunsElsewhere() {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        CompletableFuture<Thread> givenLater = new CompletableFuture<>();
        CallbackExecutor executor = new CallbackExecutor(others);
        Thread io = threadOfTheLoop();
        rounds.add(() -> {
            executor.execute(() -> ran.complete(Thread.currentThread()));
            turns.end();
            executor.execute(() -> givenLater.complete(Thread.currentThread()));
        });
        assertNotEquals(io, ran.join());
        assertNotEquals(io, givenLater.join());
    }

    @Test
    void whatNobodyElseTakesWaitsForTheNextRound() {
        Executor full = task -> {
            throw new RejectedExecutionException("full");
        };
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        rounds.add(() -> {
            new CallbackExecutor(others).execute(() -> awaitQuietly(mayEnd));
            new CallbackExecutor(full).execute(() -> ran.complete(Thread.currentThread()));
        });
        assertEquals(threadOfTheLoop(), ran.join());
        mayEnd.countDown();
    }

    /** About as long as it takes until another thread takes over, so that both want the same at once. */
    @Test
    void noCallbackIsLostAndNoRoundOverlapsHoweverLongCallbacksTake() throws InterruptedException {
        int callbacks = 300;
        Random random = new Random(17);
        CountDownLatch ran = new CountDownLatch(callbacks);
        List<Long> durations = new ArrayList<>();
        for (int i = 0; i < callbacks; i++) {
            durations.add(random.nextInt(4) == 0 ? (long) random.nextInt(3_000_000) : 0L);
        }
        durations.forEach(nanos -> rounds.add(() -> new CallbackExecutor(others).execute(() -> {
            long end = System.nanoTime() + nanos;
            while (end - System.nanoTime() > 0) {
                Thread.onSpinWait();
            }
            ran.countDown();
        })));
        ran.await();
        CompletableFuture<Integer> counted = new CompletableFuture<>();
        rounds.add(() -> counted.complete(played));
        assertEquals(callbacks, counted.join());
    }
}
