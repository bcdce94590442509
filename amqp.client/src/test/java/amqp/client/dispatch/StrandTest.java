// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StrandTest {
    private static final int THREADS = 4;
    private static final int TASKS = 20_000;

    private final List<Runnable> called = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Strand strand = new Strand(called::add, failures::add);
    private final List<String> order = new ArrayList<>();

    private void callAll() {
        List<Runnable> now = List.copyOf(called);
        called.clear();
        now.forEach(Runnable::run);
    }

    @Test
    void aThreadOfTheAdapterRunsItsTaskAtOnce() {
        assertTrue(strand.run(() -> {
            assertTrue(strand.isHere());
            order.add("task");
        }));
        assertFalse(strand.isHere());
        assertEquals(List.of("task"), order);
    }

    @Test
    void otherThreadsOnlyLeaveTheirs() {
        strand.execute(() -> order.add("left"));
        assertEquals(List.of(), order);
        callAll();
        assertEquals(List.of("left"), order);
    }

    @Test
    void whatWaitsGoesFirst() {
        strand.execute(() -> order.add("first"));
        assertFalse(strand.run(() -> order.add("second")));
        assertEquals(List.of("first", "second"), order);
        callAll(); // too late, and harmless
        assertEquals(2, order.size());
    }

    @Test
    void tasksDoNotNest() {
        strand.run(() -> {
            assertFalse(strand.run(() -> order.add("inner")));
            strand.execute(() -> order.add("last"));
            order.add("outer");
        });
        assertEquals(List.of("outer", "inner", "last"), order);
        assertEquals(List.of(), called, "the thread that is inside runs them");
    }

    @Test
    void aTaskThatFailsEndsNothing() {
        Error failure = new AssertionError("expected");
        strand.run(() -> {
            strand.execute(() -> order.add("behind"));
            throw failure;
        });
        assertSame(failure, failures.get(0));
        assertEquals(List.of("behind"), order);
    }

    @Test
    void theFirstTaskFailsWhereItIsGiven() {
        assertThrows(
                IllegalStateException.class,
                () -> strand.begin(() -> {
                    strand.execute(() -> order.add("behind"));
                    throw new IllegalStateException("expected");
                }));
        assertTrue(strand.run(() -> order.add("next")) || order.contains("next"));
        assertEquals(List.of("behind", "next"), order);
    }

    /** A counter without a lock, and the order of each thread's own tasks. */
    @Test
    void threadsNeverOverlapAndKeepTheirOrder() throws InterruptedException {
        ExecutorService adapter = Executors.newFixedThreadPool(2);
        ExecutorService others = Executors.newFixedThreadPool(THREADS);
        Strand shared = new Strand(adapter::execute, failures::add);
        Map<Integer, Integer> last = new ConcurrentHashMap<>();
        int[] count = new int[1];
        CountDownLatch done = new CountDownLatch(THREADS * TASKS);
        for (int thread = 0; thread < THREADS; thread++) {
            int own = thread;
            others.execute(() -> {
                for (int i = 0; i < TASKS; i++) {
                    int number = i;
                    Runnable task = () -> {
                        assertTrue(shared.isHere());
                        Integer before = last.put(own, number);
                        assertEquals(number, before == null ? 0 : before + 1);
                        count[0]++;
                        done.countDown();
                    };
                    if (own % 2 == 0) {
                        shared.run(task);
                    } else {
                        shared.execute(task);
                    }
                }
            });
        }
        boolean all = done.await(30, TimeUnit.SECONDS);
        others.shutdownNow();
        adapter.shutdownNow();
        assertEquals(List.of(), failures);
        assertTrue(all, () -> done.getCount() + " tasks were forgotten");
        assertEquals(THREADS * TASKS, count[0]);
    }
}
