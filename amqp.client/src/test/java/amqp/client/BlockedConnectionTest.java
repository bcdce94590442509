// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.memory.MemoryConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A broker that has blocked a connection reads nothing from it: commands say so, and closing does not wait for long. */
class BlockedConnectionTest {
    private static void block(MemoryConnection world) {
        CompletableFuture<String> blocked = new CompletableFuture<>();
        world.connection.addListener(new ConnectionListener() {
            @Override
            public void onBlocked(String reason) {
                blocked.complete(reason);
            }
        });
        world.adapter.io(() -> world.broker.block("low on memory"));
        get(blocked);
    }

    @Test
    void aTimeoutSaysThatTheBrokerReadsNothing() {
        try (MemoryConnection world = MemoryConnection.open(options -> options.callTimeout(Duration.ofSeconds(1)))) {
            Channel channel = world.channel();
            block(world);
            world.adapter.io(() -> world.broker.ignore("queue.declare"));
            CallTimeoutException failure = failure(CallTimeoutException.class, channel.queueDeclare("q"));
            assertTrue(
                    failure.getMessage()
                            .matches("queue\\.declare was not answered within 1000 ms: the broker has blocked the"
                                    + " connection for \\d+ ms and does not read from it: low on memory"),
                    failure.getMessage());
        }
    }

    /** The limits are far longer than the test's patience. */
    @Test
    void closingDoesNotWaitItsWholeLimit() {
        try (MemoryConnection world = MemoryConnection.open(options -> options.closeTimeout(Duration.ofHours(1)))) {
            Channel channel = world.channel();
            block(world);
            world.adapter.io(() -> {
                world.broker.ignore("channel.close");
                world.broker.ignore("connection.close");
            });
            get(channel.close());
            get(world.connection.close());
            assertEquals(ConnectionState.CLOSED, world.connection.state());
        }
    }
}
