// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HandlerCallsTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final HandlerCalls calls = new HandlerCalls(failures::add);
    private final List<String> made = new ArrayList<>();

    @Test
    void callLeftDuringACallFollowsIt() {
        calls.call(() -> {
            calls.leave(() -> made.add("left"));
            assertTrue(calls.inside());
            made.add("first");
        });
        assertEquals(List.of("first", "left"), made);
        assertFalse(calls.inside());
    }

    @Test
    void leavingNeverWaits() throws InterruptedException {
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread slow = new Thread(() -> calls.call(() -> {
            within.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
            made.add("slow");
        }));
        slow.start();
        within.await();
        calls.leave(() -> made.add("left"));
        mayEnd.countDown();
        slow.join();
        assertEquals(List.of("slow", "left"), made);
    }

    @Test
    void noneIsMadeAfterTheEnd() {
        calls.end(() -> made.add("last"));
        calls.call(() -> made.add("late"));
        calls.leave(() -> made.add("later"));
        assertEquals(List.of("last"), made);
    }

    @Test
    void failuresAreReportedAndEndNothing() {
        RuntimeException fault = new RuntimeException();
        calls.call(() -> {
            throw fault;
        });
        calls.leave(() -> made.add("next"));
        assertSame(fault, failures.get(0));
        assertEquals(List.of("next"), made);
    }

    @Test
    void anAttemptThrowsAndEndsNothing() throws IOException {
        IOException fault = new IOException();
        assertSame(
                fault,
                assertThrows(
                        IOException.class,
                        () -> calls.attempt(() -> {
                            throw fault;
                        })));
        assertFalse(calls.inside());
        calls.attempt(() -> made.add("next"));
        calls.end(() -> made.add("last"));
        calls.attempt(() -> made.add("late"));
        assertEquals(List.of("next", "last"), made);
        assertEquals(List.of(), failures);
    }

    @Test
    void manyThreadsLoseAndOverlapNothing() throws InterruptedException {
        AtomicInteger within = new AtomicInteger();
        int[] count = new int[1];
        Thread[] threads = IntStream.range(0, 6)
                .mapToObj(i -> new Thread(() -> IntStream.range(0, 20_000).forEach(j -> {
                    HandlerCalls.Call call = () -> {
                        assertEquals(1, within.incrementAndGet());
                        count[0]++;
                        within.decrementAndGet();
                    };
                    if (i % 2 == 0) {
                        calls.leave(call);
                    } else {
                        calls.call(call);
                    }
                })))
                .toArray(Thread[]::new);
        Stream.of(threads).forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        calls.call(() -> {});
        assertEquals(List.of(), failures);
        assertEquals(120_000, count[0]);
    }
}
