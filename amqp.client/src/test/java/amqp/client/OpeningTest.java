// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.FieldValue;
import amqp.connection.CloseReason;
import amqp.connection.Tuning;
import amqp.memory.MemoryAdapter;
import amqp.memory.MemoryConnection;
import amqp.reconnection.Attempt;
import amqp.testkit.scripted.BrokerSettings;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.BrokerFrames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private final MemoryAdapter adapter = new MemoryAdapter();
    private final ScriptedBroker broker = ScriptedBroker.automatic();

    @AfterEach
    void close() {
        adapter.close();
    }

    private ConnectionOptions.Builder options(int... ports) {
        List<Address> addresses = java.util.Arrays.stream(ports)
                .mapToObj(port -> new Address("host" + port, port))
                .toList();
        return ConnectionOptions.builder().adapter(adapter).addresses(addresses);
    }

    private CompletableFuture<Connection> open(ConnectionOptions.Builder options) {
        return Connection.open(options.build()).toCompletableFuture();
    }

    @Test
    void tellsWhatWasNegotiated() {
        adapter.listen(
                1,
                broker.settings(BrokerSettings.DEFAULT
                        .withTune(100, 65536, 30)
                        .withServerProperties(Map.of("product", "scripted"))));
        Connection connection = MemoryConnection.get(open(options(1)
                .virtualHost("orders")
                .connectionName("test")
                .clientProperties(Map.of("team", "a"))
                .credentials("me", "secret")));
        assertEquals(new Tuning(100, 65536, 30), connection.tuning());
        assertEquals(FieldValue.of("scripted"), connection.serverProperties().get("product"));
        assertEquals(new Address("host1", 1), connection.address());
        assertEquals("the connection to host1:1", connection.toString());
        assertEquals("orders", connection.options().virtualHost());
        assertTrue(connection.isOpen());
        assertFalse(connection.onIoThread());
        adapter.io(() -> {
            broker.script().expectProtocolHeader();
            Map<String, Object> properties =
                    broker.script().expect("connection.start-ok").table("client-properties");
            assertEquals("test", properties.get("connection_name"));
            assertEquals("a", properties.get("team"));
            String version = (String) properties.get("version");
            assertTrue(version.matches("\\d+\\.\\d+\\.\\d+.*"), version);
            broker.script().expect("connection.tune-ok");
            assertEquals("orders", broker.script().expect("connection.open").text("virtual-host"));
        });
    }

    @Test
    void takesTheNextAddressWhenOneRefuses() {
        adapter.listen(2, broker);
        Connection connection = MemoryConnection.get(open(options(1, 2)));
        assertEquals(new Address("host2", 2), connection.address());
        assertFalse(adapter.isClosed());
    }

    @Test
    void tellsTheFailuresOfAllAddresses() {
        ConnectionFailedException failure =
                MemoryConnection.failure(ConnectionFailedException.class, open(options(1, 2, 3)));
        assertTrue(failure.getMessage().startsWith("Cannot connect to host3:3: "), failure.getMessage());
        assertEquals(2, failure.getSuppressed().length);
        assertTrue(failure.getSuppressed()[0].getMessage().contains("host1:1"));
        assertTrue(failure.getSuppressed()[1].getMessage().contains("host2:2"));
        assertInstanceOf(CloseReason.TransportLost.class, failure.reason());
        assertFalse(failure.isRefused());
    }

    @Test
    void doesNotTakeRefusedCredentialsElsewhere() {
        adapter.listen(1, broker.refuseLogin()).listen(2, ScriptedBroker.automatic());
        ConnectionFailedException failure =
                MemoryConnection.failure(ConnectionFailedException.class, open(options(1, 2)));
        assertTrue(failure.isRefused());
        assertTrue(failure.getMessage().contains("check the user name and password"), failure.getMessage());
        assertEquals(1, adapter.transports().size());
    }

    @Test
    void namesTheVirtualHostThatIsRefused() {
        adapter.listen(1, broker.refuseVirtualHost());
        ConnectionFailedException failure = MemoryConnection.failure(
                ConnectionFailedException.class, open(options(1).virtualHost("nowhere")));
        assertTrue(failure.isRefused());
        assertTrue(failure.getMessage().contains("\"nowhere\""), failure.getMessage());
    }

    @Test
    void takesTheNextAddressWhenABrokerIsAboutToStop() {
        broker.answer("connection.open", open -> BrokerFrames.method(0, "connection.close", 320, "shutdown", 0, 0));
        adapter.listen(1, broker).listen(2, ScriptedBroker.automatic());
        assertEquals(2, MemoryConnection.get(open(options(1, 2))).address().port());
    }

    @Test
    void asksWhetherABrokerIsThereWhenItIsSilent() {
        adapter.listen(1, broker.silent(true));
        ConnectionFailedException failure = MemoryConnection.failure(
                ConnectionFailedException.class, open(options(1).handshakeTimeout(Duration.ofMillis(20))));
        assertInstanceOf(CloseReason.TimedOut.class, failure.reason());
        assertTrue(failure.getMessage().endsWith("does an AMQP broker listen there?"), failure.getMessage());
        MemoryConnection.await(() -> adapter.transport().isEnded(), () -> "the transport is still there");
    }

    @Test
    void saysThatTheBrokerSpeaksAnotherProtocol() {
        adapter.listen(1, broker.answerProtocolHeader(BrokerFrames.protocolHeader(1, 0, 0, 0)));
        ConnectionFailedException failure = MemoryConnection.failure(ConnectionFailedException.class, open(options(1)));
        assertInstanceOf(CloseReason.HandshakeRefused.class, failure.reason());
    }

    @Test
    void aBreakDuringTheHandshakeIsAFailure() {
        adapter.listen(1, broker.silent(true));
        CompletableFuture<Connection> opening = open(options(1));
        MemoryConnection.await(() -> adapter.io(() -> !broker.received().isEmpty()), () -> "nothing was sent");
        adapter.transport().breaks(new java.io.IOException("cable cut"));
        ConnectionFailedException failure = MemoryConnection.failure(ConnectionFailedException.class, opening);
        assertEquals("cable cut", failure.getCause().getMessage());
        assertEquals(
                "Cannot open a connection to host1:1: the transport was lost: cable cut; does an AMQP broker listen there?",
                failure.getMessage());
    }

    @Test
    void aBrokerThatGoesDuringTheLoginIsNotARefusal() {
        adapter.listen(1, broker.ignore("connection.start-ok"));
        adapter.listen(2, ScriptedBroker.automatic());
        CompletableFuture<Connection> opening = open(options(1, 2));
        MemoryConnection.await(
                () -> adapter.io(() -> broker.receivedMethods().contains("connection.start-ok")), () -> "no login");
        adapter.transport().breaks(new java.io.IOException("cable cut"));
        assertEquals(2, MemoryConnection.get(opening).address().port());
    }

    @Test
    void whoGivesUpWhileConnectingEndsIt() {
        adapter.listen(1, broker).hesitate();
        CompletableFuture<Connection> opening = open(options(1, 2));
        opening.cancel(false);
        MemoryConnection.await(() -> adapter.transport().isEnded(), () -> "it still connects");
        assertThrows(CancellationException.class, opening::join);
        assertEquals(1, adapter.transports().size());
    }

    @Test
    void whoGivesUpDuringTheHandshakeEndsIt() {
        adapter.listen(1, broker.silent(true));
        CompletableFuture<Connection> opening = open(options(1, 2));
        MemoryConnection.await(() -> adapter.io(() -> !broker.received().isEmpty()), () -> "nothing was sent");
        opening.completeExceptionally(new IllegalStateException("enough"));
        MemoryConnection.await(() -> adapter.transport().isEnded(), () -> "the transport is still there");
        assertEquals(1, adapter.transports().size());
    }

    @Test
    void whoGaveUpBeforeItOpenedHasItClosedAgain() {
        adapter.listen(1, broker);
        CompletableFuture<Runnable> held = new CompletableFuture<>();
        CompletableFuture<Connection> opening = open(options(1).completionExecutor(task -> {
            if (!held.complete(task)) {
                task.run();
            }
        }));
        Runnable handOver = MemoryConnection.get(held);
        opening.obtrudeValue(null); // completed by somebody else
        handOver.run();
        MemoryConnection.await(() -> adapter.io(broker::closed), () -> "the connection is still open");
    }

    @Test
    void aClosedAdapterIsTheCallersFault() {
        adapter.close();
        assertThrows(IllegalStateException.class, () -> open(options(1)));
    }

    @Test
    void anAdapterClosedBetweenTwoAttemptsEndsTheOpening() {
        CompletableFuture<Connection> opening = open(options(1)
                .recovery(RecoveryOptions.builder()
                        .firstConnect(true)
                        .strategy((round, elapsed, random) -> {
                            adapter.close();
                            return new Attempt.After(Duration.ZERO);
                        })
                        .build()));
        ConnectionFailedException failure = MemoryConnection.failure(ConnectionFailedException.class, opening);
        assertTrue(failure.getMessage().startsWith("Cannot connect to host1:1: "), failure.getMessage());
    }

    @Test
    void anExecutorThatRefusesIsReplaced() {
        adapter.listen(1, broker);
        ExecutorService shutDown = Executors.newSingleThreadExecutor();
        Connection connection = MemoryConnection.get(open(options(1).executor(shutDown)));
        Channel channel = MemoryConnection.get(connection.openChannel());
        shutDown.shutdown();
        assertThrows(RejectedExecutionException.class, () -> shutDown.execute(() -> {}));
        MemoryConnection.get(channel.queueDeclare("q"));
        assertSame(MemoryConnection.get(connection.close()).getClass(), CloseReason.ByApplication.class);
    }

    @Test
    void opensByTheShortForms() {
        assertThrows(IllegalArgumentException.class, () -> Connection.open("http://localhost"));
        assertThrows(IllegalArgumentException.class, () -> Connection.open("amqp://localhost?adapter=nothing"));
    }

    @Test
    void aLimitOnWaitingGivesUpToo() {
        adapter.listen(1, broker.silent(true));
        CompletableFuture<Connection> opening = open(options(1)).orTimeout(20, TimeUnit.MILLISECONDS);
        MemoryConnection.failure(java.util.concurrent.TimeoutException.class, opening);
        MemoryConnection.await(() -> adapter.transport().isEnded(), () -> "the transport is still there");
    }
}
