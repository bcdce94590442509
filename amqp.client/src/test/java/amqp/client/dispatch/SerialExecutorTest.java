// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.testkit.Await;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    private final ArrayDeque<Runnable> executor = new ArrayDeque<>();
    private final List<Integer> ran = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final SerialExecutor serial = new SerialExecutor(executor::add, failures::add);

    @Test
    void occupiesTheExecutorOnce() {
        serial.execute(() -> ran.add(1));
        serial.execute(() -> ran.add(2));
        assertEquals(1, executor.size());
        executor.remove().run();
        assertEquals(List.of(1, 2), ran);
        serial.execute(() -> ran.add(3));
        executor.remove().run();
        assertEquals(List.of(1, 2, 3), ran);
    }

    @Test
    void takesTasksThatItsTasksGive() {
        serial.execute(() -> {
            serial.execute(() -> ran.add(2));
            ran.add(1);
        });
        executor.remove().run();
        assertEquals(List.of(1, 2), ran);
        assertEquals(0, executor.size());
    }

    @Test
    void givesOthersTheirTurn() {
        IntStream.range(0, 3000).forEach(i -> serial.execute(() -> ran.add(i)));
        executor.remove().run();
        assertEquals(1, executor.size());
        while (!executor.isEmpty()) {
            executor.remove().run();
        }
        assertEquals(IntStream.range(0, 3000).boxed().toList(), ran);
    }

    @Test
    void containsWhatTasksThrow() {
        AssertionError thrown = new AssertionError("contained");
        serial.execute(() -> {
            throw thrown;
        });
        serial.execute(() -> ran.add(1));
        executor.remove().run();
        assertEquals(List.of(1), ran);
        assertEquals(List.of(thrown), failures);
    }

    @Test
    void keepsTheOrderOfEachThread() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        SerialExecutor busy = new SerialExecutor(threads, failures::add);
        Thread other = new Thread(() -> IntStream.range(0, 20_000).forEach(i -> busy.execute(() -> ran.add(-i - 1))));
        other.start();
        IntStream.range(0, 20_000).forEach(i -> busy.execute(() -> ran.add(i)));
        other.join();
        Await.until(Duration.ofSeconds(20), () -> sizeOf(busy) == 40_000, () -> "some were lost");
        threads.shutdown();
        assertEquals(
                IntStream.range(0, 20_000).boxed().toList(),
                ran.stream().filter(i -> i >= 0).toList());
        assertEquals(
                IntStream.range(0, 20_000).mapToObj(i -> -i - 1).toList(),
                ran.stream().filter(i -> i < 0).toList());
    }

    private int sizeOf(SerialExecutor busy) {
        java.util.concurrent.CompletableFuture<Integer> size = new java.util.concurrent.CompletableFuture<>();
        busy.execute(() -> size.complete(ran.size()));
        return size.join();
    }
}
