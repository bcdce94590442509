// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimerThreadsTest {
    private final List<Thread> made = Collections.synchronizedList(new ArrayList<>());
    private final TimerThreads timers = new TimerThreads(task -> {
        Thread thread = new Thread(task, "timer-threads-test");
        thread.setDaemon(true);
        made.add(thread);
        return thread;
    });

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        timers.close();
        for (Thread thread : List.copyOf(made)) {
            thread.join();
        }
    }

    @Test
    void actionsThatBlockHoldUpNoOther() throws InterruptedException {
        int blocking = 5;
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(blocking);
        CountDownLatch ran = new CountDownLatch(20);
        for (int i = 0; i < blocking; i++) {
            timers.schedule(Duration.ofMillis(i), () -> {
                awaitQuietly(mayEnd);
                ended.countDown();
            });
        }
        for (int i = 0; i < 10; i++) {
            timers.schedule(Duration.ofMillis(3 * i), ran::countDown);
            timers.schedule(Duration.ZERO, ran::countDown);
        }
        ran.await();
        assertEquals(blocking, ended.getCount());
        mayEnd.countDown();
        ended.await();
        CountDownLatch later = new CountDownLatch(1);
        timers.schedule(Duration.ofMillis(5), later::countDown);
        later.await();
    }

    @Test
    void whatIsSetByABlockedActionComes() throws InterruptedException {
        CountDownLatch inner = new CountDownLatch(1);
        CountDownLatch outer = new CountDownLatch(1);
        timers.schedule(Duration.ZERO, () -> {
            timers.schedule(Duration.ofMillis(20), inner::countDown);
            awaitQuietly(inner);
            outer.countDown();
        });
        outer.await();
    }

    @Test
    void duesComeInTheOrderOfTimeWhateverBlocks() throws InterruptedException {
        Queue<Integer> order = new ConcurrentLinkedQueue<>();
        CountDownLatch ran = new CountDownLatch(200);
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        for (int i = 199; i >= 0; i--) {
            int number = i;
            timers.set(
                    new TimerQueue.Timer(() -> order.add(number), () -> {
                        if (number % 50 == 0) {
                            awaitAWhile(ran);
                        }
                        ran.countDown();
                    }),
                    start + TimeUnit.MICROSECONDS.toNanos(200L * i));
        }
        ran.await();
        assertEquals(IntStream.range(0, 200).boxed().toList(), List.copyOf(order));
    }

    @Test
    void anActionThatThrowsEndsNoThread() throws InterruptedException {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            throw new IllegalStateException("a handler that fails itself");
        });
        try {
            CountDownLatch ran = new CountDownLatch(1);
            timers.schedule(Duration.ZERO, () -> {
                throw new AssertionError("on purpose");
            });
            timers.schedule(Duration.ofMillis(5), ran::countDown);
            ran.await();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    /** Until few others are left: blocks for longer than the patience of the deputy. */
    private static void awaitAWhile(CountDownLatch others) {
        while (others.getCount() > 4) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
