// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.memory.MemoryAdapter;
import amqp.memory.MemoryConnection;
import amqp.reconnection.Attempt;
import amqp.reconnection.ReconnectionStrategy;
import amqp.testkit.scripted.ScriptedBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application plugs into the recovery fails, hangs, or answers nonsense: an attempt has failed, and no more. */
class PlugInFailuresTest {
    private final MemoryAdapter adapter = new MemoryAdapter().listen(1, ScriptedBroker::automatic);

    @AfterEach
    void close() {
        adapter.close();
    }

    private ConnectionOptions.Builder options(RecoveryOptions recovery) {
        return ConnectionOptions.builder().adapter(adapter).address("h", 1).recovery(recovery);
    }

    private Connection open(RecoveryOptions recovery) {
        return get(Connection.open(options(recovery).build()));
    }

    private void lose() {
        adapter.transport().breaks(new IOException("cable cut"));
    }

    private static void awaitState(Connection connection, ConnectionState state) {
        MemoryConnection.await(() -> connection.state() == state, () -> "it is " + connection.state());
    }

    static Stream<ReconnectionStrategy> strategiesThatFail() {
        return Stream.of(
                (round, elapsed, random) -> null,
                (round, elapsed, random) -> new Attempt.After(Duration.ofSeconds(-1)),
                (round, elapsed, random) -> {
                    throw new IllegalStateException("no idea");
                },
                (round, elapsed, random) -> {
                    MemoryConnection.<RuntimeException>throwAny(new Exception("checked"));
                    return new Attempt.GiveUp("not reached");
                });
    }

    @ParameterizedTest
    @MethodSource("strategiesThatFail")
    void whereAStrategyFailsTheDefaultOneDecides(ReconnectionStrategy strategy) {
        Connection connection =
                open(RecoveryOptions.builder().strategy(strategy).build());
        lose();
        MemoryConnection.await(() -> adapter.transports().size() == 2, () -> "no attempt");
        awaitState(connection, ConnectionState.OPEN);
        get(connection.close());
        assertEquals(ConnectionState.CLOSED, connection.state());
    }

    @Test
    void aStrategyThatWaitsForEverIsWaitedForUntilTheClose() {
        Connection connection = open(RecoveryOptions.builder()
                .strategy((round, elapsed, random) -> new Attempt.After(Duration.ofSeconds(Long.MAX_VALUE)))
                .build());
        lose();
        awaitState(connection, ConnectionState.RECONNECTING);
        get(connection.close());
        assertEquals(ConnectionState.CLOSED, connection.state());
    }

    @Test
    void aResolverThatGivesNullLeavesTheAddressesAsTheyAre() {
        for (AddressResolver resolver :
                List.<AddressResolver>of(addresses -> null, addresses -> Arrays.asList((Address) null))) {
            Connection connection =
                    open(Losses.SOON.toBuilder().resolver(resolver).build());
            lose();
            MemoryConnection.await(() -> adapter.transports().size() % 2 == 0, () -> "no attempt");
            awaitState(connection, ConnectionState.OPEN);
            get(connection.close());
        }
    }

    @Test
    void aResolverThatHangsLeavesTheAddressesAsTheyAre() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        AddressResolver resolver = addresses -> {
            asked.incrementAndGet();
            never.await();
            return addresses;
        };
        Connection connection = get(Connection.open(
                options(Losses.SOON.toBuilder().resolver(resolver).build())
                        .connectTimeout(Duration.ofMillis(30))
                        .build()));
        for (int losses = 1; losses < 4; losses++) {
            int transports = adapter.transports().size();
            lose();
            MemoryConnection.await(() -> adapter.transports().size() > transports, () -> "no attempt");
            awaitState(connection, ConnectionState.OPEN);
        }
        assertEquals(1, asked.get()); // no thread more hangs
        get(connection.close());
        never.countDown();
    }

    @Test
    void whoGivesUpTheFirstConnectDoesNotWaitForAResolver() {
        CountDownLatch never = new CountDownLatch(1);
        AddressResolver resolver = addresses -> {
            never.await();
            return addresses;
        };
        var opening = Connection.open(
                        options(Losses.SOON.toBuilder().resolver(resolver).build())
                                .build())
                .toCompletableFuture();
        opening.cancel(false);
        assertThrows(CancellationException.class, opening::join);
        never.countDown();
        assertEquals(List.of(), adapter.transports());
    }

    @Test
    void aFilterThatFailsIsAFailedAttempt() {
        AtomicBoolean failing = new AtomicBoolean();
        try (var losses = new Losses(Losses.SOON.toBuilder()
                .topology(method -> {
                    if (failing.get()) {
                        MemoryConnection.<RuntimeException>throwAny(new Exception("no idea"));
                    }
                    return true;
                })
                .build())) {
            Channel channel = get(losses.connection.openChannel());
            get(channel.queueDeclare("q"));
            get(channel.basicConsume("q", delivery -> {}));
            failing.set(true);
            losses.lose();
            MemoryConnection.await(() -> losses.brokers.size() > 4, () -> "no further attempt: " + losses.heard);
            assertEquals(List.of(), losses.reports());
            assertFalse(losses.heard.contains(ConnectionState.OPEN), losses.heard.toString());
            failing.set(false);
            assertTrue(losses.awaitReport(0).isComplete());
            assertTrue(losses.received().contains("basic.consume"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue.declare", "basic.consume"})
    void aFilterThatAlwaysFailsEndsWithTheStrategy(String refused) {
        try (var losses = new Losses(RecoveryOptions.builder()
                .strategy(ReconnectionStrategy.fixed(Duration.ofMillis(1)).atMost(3))
                .topology(method -> {
                    if (method.protocolName().equals(refused)) {
                        throw new IllegalStateException("no idea");
                    }
                    return true;
                })
                .build())) {
            Channel channel = get(losses.connection.openChannel());
            get(channel.queueDeclare("q"));
            get(channel.basicConsume("q", delivery -> {}));
            losses.lose();
            get(losses.connection.closed());
            get(losses.connection.close());
            assertEquals(4, losses.brokers.size());
            assertEquals(List.of(), losses.reports());
        }
    }

    /** Of a third party, or of an address that it cannot take. */
    private record Failing(MemoryAdapter adapter, AtomicInteger failures, Throwable thrown) implements Adapter {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public Transport connect(Endpoint endpoint, TransportHandler handler) {
            if (failures.getAndDecrement() > 0) {
                MemoryConnection.<RuntimeException>throwAny(thrown);
            }
            return adapter.connect(endpoint, handler);
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            return adapter.schedule(delay, task);
        }

        @Override
        public void close() {
            adapter.close();
        }
    }

    @Test
    void anAdapterThatFailsToConnectIsAFailedAttempt() {
        AtomicInteger failures = new AtomicInteger(1);
        var failing = new Failing(adapter, failures, new IllegalArgumentException("no such host name"));
        var options = options(Losses.SOON).adapter(failing).build();
        var failed = failure(ConnectionFailedException.class, Connection.open(options));
        assertTrue(failed.getMessage().contains("no such host name"), failed.getMessage());
        Connection connection = get(Connection.open(options));
        failures.set(3);
        lose();
        MemoryConnection.await(() -> failures.get() < 0, () -> "no further attempt");
        awaitState(connection, ConnectionState.OPEN);
        failures.set(1000);
        lose();
        awaitState(connection, ConnectionState.RECONNECTING);
        get(connection.close());
    }

    /** A new connection that is lost at once is no recovery, however little there is to recover. */
    @Test
    void aLossBeforeTheTopologyIsThereIsAFailedAttempt() {
        try (var losses = new Losses(RecoveryOptions.builder()
                .strategy(ReconnectionStrategy.fixed(Duration.ofMillis(1)).atMost(3))
                .build())) {
            Channel channel = get(losses.connection.openChannel());
            get(channel.queueDeclare("q"));
            get(channel.close());
            losses.prepared = broker -> broker.answer("queue.declare", any -> {
                broker.closeConnection(320, "CONNECTION_FORCED", 0, 0);
                return new byte[0];
            });
            losses.lose();
            get(losses.connection.closed());
            assertEquals(4, losses.brokers.size());
            assertEquals(List.of(), losses.reports());
            assertFalse(losses.heard.contains(ConnectionState.OPEN), losses.heard.toString());
        }
    }

    @Test
    void aLossWhileTheTopologysChannelClosesIsAFailedAttempt() {
        try (var losses = new Losses(RecoveryOptions.builder()
                .strategy(ReconnectionStrategy.fixed(Duration.ofMillis(1)).atMost(3))
                .build())) {
            Channel channel = get(losses.connection.openChannel());
            get(channel.queueDeclare("q"));
            get(channel.close());
            losses.prepared = broker -> broker.answer("channel.close", any -> {
                broker.closeConnection(541, "INTERNAL_ERROR", 0, 0);
                return new byte[0];
            });
            losses.lose();
            get(losses.connection.closed());
            assertEquals(4, losses.brokers.size());
            assertEquals(List.of(), losses.reports());
        }
    }
}
