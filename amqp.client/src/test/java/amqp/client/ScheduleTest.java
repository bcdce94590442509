// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Cancellable;
import amqp.memory.MemoryConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static boolean ranOnTheIoThread(MemoryConnection world) {
        CompletableFuture<Boolean> where = new CompletableFuture<>();
        world.connection.schedule(Duration.ZERO, () -> where.complete(world.adapter.onIoThread()));
        return get(where);
    }

    @Test
    void runsWhereTheDispatchSays() {
        try (MemoryConnection world = MemoryConnection.open()) {
            assertFalse(ranOnTheIoThread(world));
        }
        try (MemoryConnection world = MemoryConnection.open(options -> options.dispatch(Dispatch.IO_THREAD))) {
            assertTrue(ranOnTheIoThread(world));
        }
    }

    @Test
    void aFailingTaskKeepsOthersFromNothing() {
        try (MemoryConnection world = MemoryConnection.open()) {
            world.connection.schedule(Duration.ZERO, () -> {
                throw new IllegalStateException("contained");
            });
            ranOnTheIoThread(world);
            assertTrue(world.connection.isOpen());
        }
    }

    @Test
    void aCancelledTaskDoesNotRun() {
        ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();
        ArrayDeque<String> ran = new ArrayDeque<>();
        try (MemoryConnection world = MemoryConnection.open(options -> options.executor(held::add))) {
            Cancellable far = world.connection.schedule(Duration.ofDays(1), () -> ran.add("far"));
            far.cancel();
            Cancellable near = world.connection.schedule(Duration.ZERO, () -> ran.add("near"));
            MemoryConnection.await(() -> !held.isEmpty(), () -> "its time has not come");
            near.cancel(); // though it waits for its turn already
            held.forEach(Runnable::run);
            assertEquals(List.of(), List.copyOf(ran));
        }
    }
}
