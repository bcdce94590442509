// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.connection.CloseReason;
import amqp.memory.MemoryAdapter;
import amqp.memory.MemoryConnection;
import amqp.reconnection.ReconnectionListener;
import amqp.reconnection.Step;
import amqp.testkit.scripted.ScriptedBroker;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a connection goes, and who hears of it. */
class ReconnectionTest {
    private final MemoryAdapter adapter = new MemoryAdapter();
    private final List<String> hooks = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        adapter.close();
    }

    private final class Hooks implements ReconnectionListener<Address> {
        @Override
        public void connectAttempt(Address address, int round) {
            hooks.add("attempt " + address.port() + " of round " + round);
        }

        @Override
        public void attemptFailed(Address address, Throwable cause, Step<Address> next) {
            hooks.add("failed " + address.port() + ", next " + port(next));
            failures.add(cause);
        }

        @Override
        public void transportConnected(Address address) {
            hooks.add("transport " + address.port());
        }

        @Override
        public void transportDisconnected(Address address, Throwable cause) {
            hooks.add("no transport " + address.port());
        }

        @Override
        public void connectionOpen(Address address) {
            hooks.add("open " + address.port());
        }

        @Override
        public void connectionClosed(Address address, Throwable cause, Step<Address> next) {
            hooks.add("closed " + address.port() + ", next " + port(next));
        }

        private String port(Step<Address> next) {
            return next instanceof Step.Connect<Address> connect
                    ? Integer.toString(connect.address().port())
                    : "none";
        }
    }

    private ConnectionOptions.Builder options(RecoveryOptions recovery, int... ports) {
        List<Address> addresses =
                IntStream.of(ports).mapToObj(port -> new Address("h", port)).toList();
        return ConnectionOptions.builder()
                .adapter(adapter)
                .addresses(addresses)
                .recovery(recovery)
                .reconnectionListener(new Hooks());
    }

    private void awaitHook(String hook) {
        MemoryConnection.await(() -> hooks.contains(hook), () -> hook + " is not among " + hooks);
    }

    private void awaitFailures(int count) {
        MemoryConnection.await(() -> failures.size() == count, failures::toString);
    }

    @Test
    void theHooksTellTheWholeStory() {
        adapter.listen(2, ScriptedBroker::automatic);
        Connection connection = get(Connection.open(options(Losses.SOON, 1, 2).build()));
        adapter.listenNoMore(2);
        adapter.listen(1, ScriptedBroker::automatic);
        adapter.transport().breaks(new IOException("cable cut"));
        awaitHook("open 1");
        get(connection.close());
        awaitHook("closed 1, next none");
        assertEquals(
                List.of(
                        "attempt 1 of round 0",
                        "failed 1, next 2",
                        "attempt 2 of round 0",
                        "transport 2",
                        "open 2",
                        "no transport 2",
                        "closed 2, next 2",
                        "attempt 2 of round 1",
                        "failed 2, next 1",
                        "attempt 1 of round 1",
                        "transport 1",
                        "open 1",
                        "no transport 1",
                        "closed 1, next none"),
                hooks);
        assertEquals(new Address("h", 1), connection.address());
    }

    /** It takes connections, and answers nothing: to find that out takes a whole timeout. */
    @Test
    void aNodeThatIsFrozenIsTriedLast() {
        ScriptedBroker frozen = ScriptedBroker.automatic();
        adapter.listen(1, frozen).listen(2, ScriptedBroker::automatic);
        Connection connection = get(Connection.open(
                options(Losses.SOON, 1, 2).heartbeat(Duration.ofSeconds(1)).build()));
        adapter.io(() -> frozen.silent(true));
        awaitHook("open 2");
        assertEquals(2, connection.address().port());
        assertFalse(hooks.contains("attempt 1 of round 1"), hooks.toString());
    }

    /** Nothing is known of it then. */
    @Test
    void aNodeThatIsFrozenFromTheStartHasAThirdOfTheTime() {
        adapter.listen(1, ScriptedBroker.automatic().silent(true)).listen(2, ScriptedBroker::automatic);
        Connection connection = get(Connection.open(options(Losses.SOON, 1, 2)
                .handshakeTimeout(Duration.ofMillis(300))
                .connectTimeout(Duration.ofSeconds(9))
                .build()));
        assertEquals(2, connection.address().port());
        awaitFailures(1);
        assertEquals(
                new CloseReason.TimedOut("the protocol header", Duration.ofNanos(100_000_001)),
                ((ConnectionFailedException) failures.get(0)).reason());
        assertEquals(
                List.of(Duration.ofNanos(3_000_000_001L), Duration.ofSeconds(9)),
                adapter.transports().stream()
                        .map(transport -> transport.endpoint().connectTimeout())
                        .toList());
    }

    /** Each of them may be slow rather than frozen. */
    @Test
    void whereAllAreSilentEachHasAllTheTime() {
        adapter.listen(1, ScriptedBroker.automatic().silent(true))
                .listen(2, ScriptedBroker.automatic().silent(true));
        failure(
                ConnectionFailedException.class,
                Connection.open(options(
                                Losses.SOON.toBuilder()
                                        .strategy(Losses.SOON.strategy().atMost(1))
                                        .firstConnect(true)
                                        .build(),
                                1,
                                2)
                        .handshakeTimeout(Duration.ofMillis(90))
                        .build()));
        awaitFailures(4);
        assertEquals(
                List.of(30L, 90L, 90L, 90L),
                failures.stream()
                        .map(failure -> ((CloseReason.TimedOut) ((ConnectionFailedException) failure).reason())
                                .timeout()
                                .toMillis())
                        .toList());
    }

    @Test
    void theResolverIsAskedFirstAndAfterEachLoss() {
        adapter.listen(7, ScriptedBroker::automatic).listen(8, ScriptedBroker::automatic);
        List<Address> places = new CopyOnWriteArrayList<>(List.of(new Address("now", 7)));
        AddressResolver resolver = configured -> {
            assertEquals(List.of(new Address("h", 1)), configured);
            return List.copyOf(places);
        };
        Connection connection = get(Connection.open(
                options(Losses.SOON.toBuilder().resolver(resolver).build(), 1).build()));
        assertEquals(new Address("now", 7), connection.address());
        places.set(0, new Address("later", 8));
        adapter.transport().breaks(new IOException("cable cut"));
        awaitHook("open 8");
        assertEquals(new Address("later", 8), connection.address());
    }

    @Test
    void aResolverThatFailsLeavesTheAddressesAsTheyAre() {
        adapter.listen(1, ScriptedBroker::automatic);
        AddressResolver resolver = configured -> {
            throw new UnknownHostException("no such zone");
        };
        Connection connection = get(Connection.open(
                options(Losses.SOON.toBuilder().resolver(resolver).build(), 1).build()));
        assertEquals(1, connection.address().port());
    }

    @Test
    void aResolverThatKnowsNoAddressLeavesThemAsTheyAre() {
        adapter.listen(1, ScriptedBroker::automatic);
        Connection connection = get(Connection.open(options(
                        Losses.SOON.toBuilder()
                                .resolver(configured -> List.of())
                                .build(),
                        1)
                .build()));
        adapter.transport().breaks(new IOException("cable cut"));
        awaitHook("closed 1, next 1");
        MemoryConnection.await(() -> connection.state() == ConnectionState.OPEN, () -> "it is " + connection.state());
    }

    @Test
    void closingDoesNotWaitForAResolverThatNeverAnswers() {
        adapter.listen(1, ScriptedBroker::automatic);
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        AddressResolver resolver = configured -> {
            asked.countDown();
            if (asked.getCount() == 0) {
                never.await();
            }
            return configured;
        };
        Connection connection = get(Connection.open(
                options(Losses.SOON.toBuilder().resolver(resolver).build(), 1).build()));
        adapter.transport().breaks(new IOException("cable cut"));
        MemoryConnection.await(() -> asked.getCount() == 0, () -> "the resolver was not asked");
        get(connection.close());
        assertEquals(ConnectionState.CLOSED, connection.state());
        never.countDown();
    }

    @Test
    void closingAnOpenConnectionAsksNoResolver() {
        adapter.listen(1, ScriptedBroker::automatic);
        AtomicInteger asked = new AtomicInteger();
        AddressResolver resolver = configured -> {
            asked.incrementAndGet();
            return configured;
        };
        Connection connection = get(Connection.open(
                options(Losses.SOON.toBuilder().resolver(resolver).build(), 1).build()));
        get(connection.close());
        assertEquals(1, asked.get());
    }

    @Test
    void addressRecordsAreAddressesOfTheirOwn() throws Exception {
        List<Address> records =
                AddressResolver.addressRecords().resolve(List.of(new Address("127.0.0.1", 1), new Address("::1", 2)));
        assertEquals(
                List.of(1, 2), records.stream().map(Address::port).distinct().toList());
    }

    @Test
    void shufflingSpreadsConnectionsOverTheBrokers() {
        int[] ports = IntStream.rangeClosed(1, 8).toArray();
        for (int port : ports) {
            adapter.listen(port, ScriptedBroker::automatic);
        }
        Set<Integer> used = IntStream.range(0, 40)
                .mapToObj(i -> get(Connection.open(options(
                                        Losses.SOON.toBuilder()
                                                .order(AddressOrder.SHUFFLED)
                                                .build(),
                                        ports)
                                .build()))
                        .address()
                        .port())
                .collect(Collectors.toSet());
        assertTrue(used.size() > 1, used.toString()); // 40 times the same: once in 8 to the 39th
    }

    @Test
    void whoGivesUpWhileTheFirstConnectIsAwaitedEndsIt() {
        CompletableFuture<Connection> opening = Connection.open(
                        options(RecoveryOptions.builder().firstConnect(true).build(), 1)
                                .build())
                .toCompletableFuture();
        awaitHook("failed 1, next 1");
        opening.cancel(false);
        adapter.listen(1, ScriptedBroker::automatic);
        assertEquals(1, adapter.transports().size());
    }
}
