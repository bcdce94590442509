// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.ConnectionOptions;
import amqp.client.ConnectionState;
import amqp.client.RecoveryOptions;
import amqp.codec.Message;
import amqp.memory.MemoryAdapter;
import amqp.reconnection.ReconnectionStrategy;
import amqp.testkit.Await;
import amqp.testkit.scripted.ScriptedBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** try-with-resources closes consumer, channel and connection in this order, and ends in time whatever the network does. */
@Timeout(30)
class ClosingInOrderTest {
    private static final int PORT = 5672;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration CLOSE = Duration.ofMillis(500);

    private final ScriptedBroker broker = ScriptedBroker.automatic();
    private final MemoryAdapter adapter = new MemoryAdapter().listen(PORT, broker);

    static Stream<RecoveryOptions> recoveries() {
        return Stream.of(
                RecoveryOptions.NONE,
                RecoveryOptions.builder()
                        .strategy(ReconnectionStrategy.fixed(Duration.ofHours(1)))
                        .build());
    }

    @AfterEach
    void close() {
        List<String> violations = adapter.io(broker::violations);
        adapter.close();
        assertEquals(List.of(), violations);
    }

    /** Uses a connection, and has something happen to it before it is closed. */
    private void closeAfter(RecoveryOptions recovery, Consumer<BlockingConnection> happening) {
        ConnectionOptions options = ConnectionOptions.builder()
                .adapter(adapter)
                .address("memory", PORT)
                .recovery(recovery)
                .closeTimeout(CLOSE)
                .callTimeout(CLOSE)
                .build();
        BlockingConnection used;
        BlockingChannel channelUsed;
        try (BlockingConnection connection = BlockingConnection.open(options);
                BlockingChannel channel = connection.openChannel()) {
            used = connection;
            channelUsed = channel;
            channel.publish("", "q", Message.of("m"));
            happening.accept(connection);
        }
        assertFalse(channelUsed.isOpen());
        assertEquals(ConnectionState.CLOSED, used.state());
        assertTrue(channelUsed.closed().toCompletableFuture().isDone());
        assertTrue(adapter.transport().isEnded());
    }

    private void cut(BlockingConnection connection) {
        adapter.transport().breaks(new IOException("cable cut"));
        Await.until(LONG, () -> !connection.isOpen(), () -> "it is " + connection.state());
    }

    @ParameterizedTest
    @MethodSource("recoveries")
    void whenAllIsWell(RecoveryOptions recovery) {
        closeAfter(recovery, connection -> {});
        List<String> received = adapter.io(broker::receivedMethods);
        assertEquals(
                List.of("channel.close", "connection.close"), received.subList(received.size() - 2, received.size()));
    }

    @ParameterizedTest
    @MethodSource("recoveries")
    void whenTheConnectionIsLost(RecoveryOptions recovery) {
        closeAfter(recovery, this::cut);
    }

    @ParameterizedTest
    @MethodSource("recoveries")
    void whenTheNetworkIsFrozen(RecoveryOptions recovery) {
        closeAfter(recovery, connection -> adapter.transport().stuck(true));
    }

    @ParameterizedTest
    @MethodSource("recoveries")
    void whenTheBrokerAnswersNothing(RecoveryOptions recovery) {
        closeAfter(recovery, connection -> adapter.io(() -> broker.silent(true)));
    }

    /** The next transport is there, and its broker does not go on with the handshake. */
    @Test
    void whileTheConnectionIsBeingRecovered() {
        RecoveryOptions soon = RecoveryOptions.builder()
                .strategy(ReconnectionStrategy.fixed(Duration.ofMillis(1)))
                .build();
        closeAfter(soon, connection -> {
            adapter.listen(PORT, () -> ScriptedBroker.automatic().silent(true));
            cut(connection);
            Await.until(LONG, () -> adapter.transports().size() > 1, () -> "it is " + connection.state());
        });
    }
}
