// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.AdapterProvider;
import amqp.memory.MemoryAdapter;
import amqp.memory.MemoryConnection;
import amqp.testkit.ForeignLoader;
import amqp.testkit.scripted.ScriptedBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdaptersTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final List<MemoryAdapter> made = new ArrayList<>();
    private boolean hesitating;

    @BeforeEach
    void makeMemoryAdapters() {
        Supplier<MemoryAdapter> factory = () -> {
            // Not the provider's name: what a third party may well do.
            MemoryAdapter adapter = new MemoryAdapter("otherwise").listen(Address.PORT, ScriptedBroker::automatic);
            made.add(hesitating ? adapter.hesitate() : adapter);
            return adapter;
        };
        System.getProperties().put(ForeignProviders.FACTORY, factory);
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
        System.getProperties().remove(ForeignProviders.FACTORY);
        made.forEach(MemoryAdapter::close);
    }

    private static void install(Class<?>... providers) {
        Thread.currentThread()
                .setContextClassLoader(
                        new ForeignLoader(ForeignProviders.class.getName(), AdapterProvider.class, providers));
    }

    private static String refusal(String name) {
        return assertThrows(IllegalArgumentException.class, () -> Adapters.find(name))
                .getMessage();
    }

    private static ConnectionOptions options(int... ports) {
        List<Address> addresses = java.util.Arrays.stream(ports)
                .mapToObj(port -> new Address("memory", port))
                .toList();
        return ConnectionOptions.builder().addresses(addresses).build();
    }

    @Test
    void findsByNameOrPreference() {
        install(ForeignProviders.Unusable.class, ForeignProviders.First.class);
        assertEquals(
                List.of("unusable", "first"),
                Adapters.installed().stream().map(AdapterProvider::name).toList());
        assertEquals("first", Adapters.find("").name());
        assertEquals("first", Adapters.find("first").name());
    }

    @Test
    void saysWhatThereIs() {
        assertEquals(
                "no usable I/O adapter found; there are: none. Add one to the class path or module path, such as"
                        + " amqp.adapter.nio",
                refusal(""));
        assertEquals(
                "no I/O adapter \"netty\" found; there are: none. Add one to the class path or module path, such as"
                        + " amqp.adapter.netty",
                refusal("netty"));
        install(ForeignProviders.Unusable.class);
        String why = "unusable (cannot be used here: it needs another kernel). Add one";
        assertTrue(refusal("").startsWith("no usable I/O adapter found; there are: " + why), refusal(""));
        assertTrue(refusal("nio").startsWith("no I/O adapter \"nio\" found; there are: " + why), refusal("nio"));
        assertEquals("the I/O adapter \"unusable\" cannot be used here: it needs another kernel", refusal("unusable"));
    }

    @Test
    void twoMayNotClaimOneName() {
        install(ForeignProviders.First.class, ForeignProviders.Twin.class);
        assertEquals(
                "two I/O adapters claim the name \"first\": amqp.client.ForeignProviders$First and"
                        + " amqp.client.ForeignProviders$Twin"
                        + ". Take one of them off the class path or module path, or pass an adapter by hand",
                refusal("first"));
    }

    @Test
    void oneThatCannotBeMadeLeavesTheOthersAlone() {
        install(ForeignProviders.Broken.class, ForeignProviders.First.class);
        assertEquals("first", Adapters.find("").name());
        assertTrue(refusal("broken").startsWith("no I/O adapter \"broken\" found; there are: first."));
    }

    @Test
    void connectionsShareAnAdapterThatIsClosedWithTheLast() {
        install(ForeignProviders.First.class);
        Connection first = get(Connection.open(options(Address.PORT)));
        Connection second = get(Connection.open(options(Address.PORT)));
        assertEquals(1, made.size());
        get(first.close());
        assertFalse(made.get(0).isClosed());
        get(second.close());
        MemoryConnection.await(() -> made.get(0).isClosed(), () -> "the adapter is still there");
        get(Connection.open(options(Address.PORT)));
        assertEquals(2, made.size());
        made.get(1).close();
        MemoryConnection.await(() -> isForgotten(made.get(1)), () -> "the closed adapter is still in use");
    }

    /** Another one is made for the next connection. */
    private boolean isForgotten(MemoryAdapter closed) {
        try {
            Connection next = get(Connection.open(options(Address.PORT)));
            get(next.close());
            return true;
        } catch (IllegalStateException stillTheClosedOne) {
            return false;
        }
    }

    @Test
    void anAdapterIsReleasedWhenNoAddressCouldBeReached() {
        install(ForeignProviders.First.class);
        MemoryConnection.failure(ConnectionFailedException.class, Connection.open(options(1, 2, 3)));
        assertEquals(1, made.size());
        MemoryConnection.await(() -> made.get(0).isClosed(), () -> "the adapter is still there");
    }

    @Test
    void anAdapterStaysBetweenTwoAttempts() {
        install(ForeignProviders.First.class);
        Connection connection = get(Connection.open(options(1, Address.PORT)));
        assertEquals(1, made.size());
        assertFalse(made.get(0).isClosed());
        get(connection.close());
        MemoryConnection.await(() -> made.get(0).isClosed(), () -> "the adapter is still there");
    }

    @Test
    void anAdapterIsReleasedByWhoGivesUp() {
        install(ForeignProviders.First.class);
        hesitating = true;
        CompletableFuture<Connection> opening =
                Connection.open(options(Address.PORT)).toCompletableFuture();
        opening.cancel(false);
        MemoryConnection.await(() -> made.get(0).isClosed(), () -> "the adapter is still there");
    }

    @Test
    void anAdapterPassedByHandStaysOpen() {
        try (MemoryConnection world = MemoryConnection.open()) {
            get(world.connection.close());
            MemoryConnection.await(() -> world.transport().isEnded(), () -> "the transport is still there");
            assertFalse(world.adapter.isClosed());
        }
    }
}
