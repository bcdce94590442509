// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.memory.MemoryConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionStageTest {
    private final MemoryConnection world = MemoryConnection.open(options -> options.dispatch(Dispatch.IO_THREAD));
    private final Channel channel = get(world.connection.openChannel());

    @AfterEach
    void close() {
        world.close();
    }

    private <T> T onIoThread(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        world.connection.schedule(Duration.ZERO, () -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return get(result);
    }

    private void refused(Supplier<CompletionStage<?>> stage) {
        RuntimeException failure = onIoThread(() -> {
            CompletionStage<?> incomplete = stage.get();
            assertThrows(
                    IllegalStateException.class,
                    () -> incomplete.toCompletableFuture().join());
            assertThrows(IllegalStateException.class, () -> Stages.await(incomplete, Duration.ofDays(1)));
            assertThrows(CallTimeoutException.class, () -> Stages.await(incomplete, Duration.ZERO));
            return assertThrows(IllegalStateException.class, () -> Stages.await(incomplete));
        });
        assertTrue(failure.getMessage().contains("I/O thread"), failure::getMessage);
        assertTrue(world.connection.isOpen());
    }

    @Test
    void theIoThreadDoesNotWaitForWhatItCompletes() {
        refused(() -> channel.queueDeclare("q"));
        refused(() -> channel.queueDeclare("q").thenApply(declared -> declared.queue()));
        refused(channel::closed);
        refused(world.connection::closed);
        get(channel.confirmSelect());
        refused(() -> channel.publishConfirmed("", "nowhere", Message.of(new byte[1])));
    }

    @Test
    void whatIsCompleteIsGivenOnEveryThread() {
        CompletionStage<String> declared = channel.queueDeclare("q").thenApply(reply -> reply.queue());
        assertEquals("q", get(declared));
        assertEquals("q", onIoThread(() -> Stages.await(declared)));
    }
}
