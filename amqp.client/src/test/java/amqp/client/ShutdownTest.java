// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.codec.Message;
import amqp.connection.CloseReason;
import amqp.memory.MemoryAdapter;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.scripted.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ShutdownTest {
    private final MemoryConnection world = MemoryConnection.open();

    private List<String> received() {
        return world.adapter.io(() -> world.broker.receivedMethods());
    }

    @Test
    void handlersAndVerdictsAreAwaited() {
        Channel channel = world.channel();
        get(channel.confirmSelect());
        world.adapter.io(() -> world.broker.verdicts(publish -> Verdict.NONE));
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> inside = new CompletableFuture<>();
        List<String> handled = new CopyOnWriteArrayList<>();
        String tag = get(channel.basicConsume("q", delivery -> {
            inside.complete(null);
            MemoryConnection.await(() -> release.getCount() == 0, () -> "not released");
            handled.add(MemoryConnection.text(delivery));
            delivery.ack();
        }));
        world.deliver(channel.number(), tag, "a", "b", "c");
        get(inside);
        channel.publishConfirmed("", "q", Message.of("x"));
        CompletionStage<ShutdownReport> report = world.connection.shutdown(MemoryConnection.LONG);
        MemoryConnection.await(
                () -> received().contains("basic.cancel"), () -> received().toString());
        assertFalse(received().contains("connection.close"));
        release.countDown();
        MemoryConnection.await(() -> handled.size() == 3, handled::toString);
        assertFalse(report.toCompletableFuture().isDone());
        world.adapter.io(() -> world.broker.ack(channel.number(), 1, false));
        assertTrue(get(report).isComplete(), () -> get(report).toString());
        assertInstanceOf(CloseReason.ByApplication.class, get(report).reason());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void theLimitEndsIt() {
        Channel channel = world.channel();
        get(channel.confirmSelect());
        world.adapter.io(() -> world.broker.verdicts(publish -> Verdict.NONE));
        List<Delivery> held = new CopyOnWriteArrayList<>();
        String tag = get(channel.basicConsume("q", held::add));
        world.deliver(channel.number(), tag, "a", "b");
        channel.publishConfirmed("", "q", Message.of("x"));
        MemoryConnection.await(() -> held.size() == 2, held::toString);
        ShutdownReport report = get(world.connection.shutdown(Duration.ofMillis(10)));
        assertFalse(report.isComplete());
        assertEquals(2, report.unacknowledged());
        assertEquals(1, report.unconfirmed());
    }

    /** Its timers of no time are over before the caller has them. */
    private record Prompt(MemoryAdapter adapter) implements Adapter {
        @Override
        public String name() {
            return "prompt";
        }

        @Override
        public Transport connect(Endpoint endpoint, TransportHandler handler) {
            return adapter.connect(endpoint, handler);
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            if (delay.isZero()) {
                task.run();
                return () -> {};
            }
            return adapter.schedule(delay, task);
        }

        @Override
        public void close() {
            adapter.close();
        }
    }

    @Test
    void aLimitOfZeroEndsItAtOnce() {
        try (var prompt = new Prompt(new MemoryAdapter().listen(Address.PORT, ScriptedBroker.automatic()))) {
            Connection connection = get(Connection.open(ConnectionOptions.builder()
                    .address("memory", Address.PORT)
                    .recovery(RecoveryOptions.NONE)
                    .adapter(prompt)
                    .build()));
            assertFalse(get(connection.shutdown(Duration.ZERO)).isComplete());
            assertEquals(ConnectionState.CLOSED, connection.state());
        }
    }

    @Test
    void aConnectionThatIsClosedIsShutDownAlready() {
        get(world.connection.close());
        ShutdownReport report = get(world.connection.shutdown(MemoryConnection.LONG));
        assertTrue(report.isComplete(), report::toString);
        assertThrows(IllegalArgumentException.class, () -> world.connection.shutdown(Duration.ofNanos(-1)));
    }
}
