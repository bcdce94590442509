// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On one thread, with an executor whose tasks the test runs. */
class LanesTest {
    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();
    private final List<Throwable> refused = new ArrayList<>();

    private record Named(
            List<String> ran, String name, @Nullable Object key) implements Lanes.Task {
        @Override
        public void run() {
            ran.add(name);
        }
    }

    private Named task(String name, @Nullable Object key) {
        return new Named(ran, name, key);
    }

    private Lanes lanes(int concurrency) {
        return new Lanes(concurrency, executor::add, refused::add);
    }

    private void runAll() {
        for (Runnable next = executor.poll(); next != null; next = executor.poll()) {
            next.run();
        }
    }

    @Test
    void noMoreRunThanTheConcurrency() {
        Lanes lanes = lanes(2);
        List.of("a", "b", "c", "d").forEach(name -> lanes.add(task(name, null)));
        runAll();
        assertEquals(List.of("a", "b"), ran);
        lanes.ran();
        runAll();
        assertEquals(List.of("a", "b", "c"), ran);
    }

    @Test
    void oneOfAKeyRunsAtATimeAndOthersPassIt() {
        Lanes lanes = lanes(3);
        Named first = task("x1", "x");
        Named second = task("x2", "x");
        List.of(first, second, task("x3", "x"), task("y1", "y")).forEach(lanes::add);
        runAll();
        assertEquals(List.of("x1", "y1"), ran);
        lanes.ran();
        lanes.done(first);
        runAll();
        assertEquals(List.of("x1", "y1", "x2"), ran);
        lanes.ran();
        lanes.done(second);
        runAll();
        assertEquals(List.of("x1", "y1", "x2", "x3"), ran);
    }

    @Test
    void aTaskThatRunsAgainKeepsItsKeyAndNotItsSlot() {
        Lanes lanes = lanes(1);
        Named first = task("x1", "x");
        List.of(first, task("x2", "x"), task("y1", "y")).forEach(lanes::add);
        runAll();
        lanes.ran(); // x1 waits for its next attempt
        runAll();
        assertEquals(List.of("x1", "y1"), ran);
        lanes.again(first);
        lanes.ran();
        runAll();
        assertEquals(List.of("x1", "y1", "x1"), ran);
        lanes.done(first);
        lanes.ran();
        runAll();
        assertEquals(List.of("x1", "y1", "x1", "x2"), ran);
    }

    @Test
    void anExecutorThatRunsTasksAtOnceDoesNotNestThem() {
        List<Integer> depths = new ArrayList<>();
        Lanes[] lanes = new Lanes[1];
        int[] depth = {0};
        lanes[0] = new Lanes(1, Runnable::run, refused::add);
        class Nesting implements Lanes.Task {
            private final int left;

            Nesting(int left) {
                this.left = left;
            }

            @Override
            public @Nullable Object key() {
                return null;
            }

            @Override
            public void run() {
                depths.add(++depth[0]);
                if (left > 0) {
                    lanes[0].add(new Nesting(left - 1));
                }
                lanes[0].ran();
                depth[0]--;
            }
        }
        lanes[0].add(new Nesting(3));
        assertEquals(List.of(1, 1, 1, 1), depths);
    }

    @Test
    void whatTheExecutorRefusesIsTold() {
        Lanes lanes = new Lanes(
                1,
                task -> {
                    throw new RejectedExecutionException("shut down");
                },
                refused::add);
        lanes.add(task("a", null));
        assertEquals(
                List.of("shut down"),
                refused.stream().map(Throwable::getMessage).toList());
    }
}
