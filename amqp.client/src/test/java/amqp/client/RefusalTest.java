// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.connection.CloseReason;
import amqp.memory.MemoryAdapter;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.ScriptedBroker;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What brokers mean when they end a connection that is being opened. */
class RefusalTest {
    private static final int START_OK = 11;
    private static final int TUNE_OK = 31;
    private static final int OPEN = 40;

    /** Of RabbitMQ 3.10 and 4, LavinMQ and Qpid. */
    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(
                        Refusal.LOGIN,
                        403,
                        START_OK,
                        "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN."),
                Arguments.of(Refusal.LOGIN, 403, 0, "ACCESS_REFUSED - user 'guest' can only connect via localhost"),
                Arguments.of(Refusal.LOGIN, 530, START_OK, "Authentication failed"),
                Arguments.of(Refusal.VIRTUAL_HOST, 530, OPEN, "NOT_ALLOWED - vhost orders not found"),
                Arguments.of(Refusal.VIRTUAL_HOST, 530, OPEN, "NOT_ALLOWED - vhost 'limit (1) is reached' not found"),
                Arguments.of(
                        Refusal.VIRTUAL_HOST,
                        530,
                        OPEN,
                        "NOT_ALLOWED - access to vhost 'orders' refused for user 'limit (1) is reached'"),
                Arguments.of(Refusal.VIRTUAL_HOST, 402, OPEN, "no such path"),
                Arguments.of(Refusal.VIRTUAL_HOST, 404, OPEN, "Unknown virtual host: 'orders'"),
                Arguments.of(
                        Refusal.TUNING,
                        530,
                        TUNE_OK,
                        "NOT_ALLOWED - negotiated frame_max = 4096 is lower than the minimum allowed value (8192)"),
                Arguments.of(
                        Refusal.LIMIT,
                        530,
                        OPEN,
                        "NOT_ALLOWED - access to vhost 'orders' refused for user 'me': connection limit (7) is reached"),
                Arguments.of(
                        Refusal.LIMIT,
                        530,
                        OPEN,
                        "NOT_ALLOWED - connection refused for user 'me': user connection limit (7) is reached"),
                Arguments.of(
                        Refusal.LIMIT,
                        530,
                        OPEN,
                        "NOT_ALLOWED - connection refused: node connection limit (7) is reached"),
                Arguments.of(Refusal.NONE, 320, 0, "CONNECTION_FORCED - Node was put into maintenance mode"),
                Arguments.of(Refusal.NONE, 320, OPEN, "CONNECTION_FORCED - broker is starting"),
                Arguments.of(Refusal.NONE, 506, OPEN, "RESOURCE_ERROR"),
                Arguments.of(Refusal.NONE, 504, 0, "CHANNEL_ERROR"),
                Arguments.of(
                        Refusal.NONE,
                        541,
                        OPEN,
                        "INTERNAL_ERROR - access to vhost 'orders' refused for user 'me': vhost 'orders' is down"));
    }

    @ParameterizedTest(name = "{1} {3}")
    @MethodSource("texts")
    void isToldByCodeAndText(Refusal refusal, int code, int method, String text) {
        var reason = new CloseReason.ByPeer(code, text, method == 0 ? 0 : 10, method);
        assertEquals(refusal, Refusal.of(reason));
        assertEquals(
                refusal.isLasting(),
                ConnectAttempt.failure(ConnectionOptions.DEFAULT, new Address("h", 1), reason)
                        .isRefused());
    }

    private static Consumer<ScriptedBroker> closing(String method, int code, String text, int blamed) {
        return broker -> broker.answer(method, any -> {
            broker.closeConnection(code, text, 10, blamed);
            return new byte[0];
        });
    }

    private static final Consumer<ScriptedBroker> FULL = closing(
            "connection.open",
            530,
            "NOT_ALLOWED - access to vhost '/' refused for user 'guest': connection limit (1) is reached",
            OPEN);

    private static String firstFailure(Consumer<ScriptedBroker> broken) {
        try (var adapter = new MemoryAdapter()) {
            var broker = ScriptedBroker.automatic();
            broken.accept(broker);
            adapter.listen(1, broker);
            var options =
                    ConnectionOptions.builder().adapter(adapter).address("h", 1).build();
            return failure(ConnectionFailedException.class, Connection.open(options))
                    .getMessage();
        }
    }

    @Test
    void theMessageSaysWhatToDoAboutIt() {
        String full = firstFailure(FULL);
        assertTrue(full.endsWith("; close connections that are not needed, or raise the limit on the broker"), full);
        String tuned = firstFailure(closing("connection.tune-ok", 530, "NOT_ALLOWED - negotiated frame_max", TUNE_OK));
        assertTrue(tuned.endsWith("; check the options frameMax and channelMax"), tuned);
    }

    /** The first connect goes to the next address, which one with a wrong name does not. */
    @Test
    void aLimitLeadsToTheNextAddress() {
        try (var adapter = new MemoryAdapter()) {
            var full = ScriptedBroker.automatic();
            FULL.accept(full);
            adapter.listen(1, full).listen(2, ScriptedBroker.automatic());
            var connection = get(Connection.open(ConnectionOptions.builder()
                    .adapter(adapter)
                    .addresses(List.of(new Address("h", 1), new Address("h", 2)))
                    .build()));
            assertEquals(2, connection.address().port());
        }
    }

    @Test
    void aRecoveryGoesOnUntilThereIsRoom() {
        try (var losses = new Losses(Losses.SOON)) {
            losses.prepared = FULL;
            losses.lose();
            MemoryConnection.await(() -> losses.brokers.size() > 4, () -> "given up: " + losses.heard);
            losses.prepared = broker -> {};
            assertTrue(losses.awaitReport(0).isComplete());
            assertEquals(ConnectionState.OPEN, losses.connection.state());
        }
    }

    @Test
    void aRecoveryEndsWhereTheVirtualHostIsGone() {
        try (var losses = new Losses(Losses.SOON)) {
            losses.prepared = ScriptedBroker::refuseVirtualHost;
            losses.lose();
            assertEquals(530, ((CloseReason.ByPeer) get(losses.connection.closed())).code());
            assertEquals(2, losses.brokers.size());
        }
    }

    /** The login has gone well then: whatever the code says, it is not about the user. */
    @Test
    void whatEndsAConnectionThatIsOpenIsNoRefusal() {
        try (var losses = new Losses(Losses.SOON)) {
            Channel channel = get(losses.connection.openChannel());
            get(channel.queueDeclare("q"));
            var limited = new AtomicBoolean();
            losses.prepared = broker -> {
                if (limited.compareAndSet(false, true)) {
                    closing("channel.open", 530, "NOT_ALLOWED - number of channels opened has reached the limit", 0)
                            .accept(broker);
                }
            };
            losses.adapter.transport().breaks(new IOException("cable cut"));
            assertTrue(losses.awaitReport(0).isComplete());
            assertEquals(ConnectionState.OPEN, losses.connection.state());
        }
    }
}
