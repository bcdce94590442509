// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.connection.CloseReason;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** {@link Connection#statistics} and {@link Connection#health}. */
class ConnectionHealthTest {
    private static void awaitUnacknowledged(Connection connection, int count) {
        MemoryConnection.await(
                () -> connection.statistics().unacknowledgedDeliveries() == count,
                () -> connection.statistics().toString());
    }

    @Test
    void bytesAndFramesAreCounted() {
        try (MemoryConnection world = MemoryConnection.open()) {
            Channel channel = world.channel();
            DeliveryBuffer buffer = new DeliveryBuffer(channel);
            String tag = get(channel.basicConsume("q", buffer));
            ConnectionStatistics before = world.connection.statistics();
            assertTrue(before.bytesSent() > 0 && before.bytesReceived() > 0, before.toString());
            channel.publish("", "q", Message.of(new byte[1000]));
            ConnectionStatistics published = world.connection.statistics();
            assertEquals(3, published.framesSent() - before.framesSent());
            assertTrue(published.bytesSent() - before.bytesSent() > 1000, published.toString());
            world.adapter.io(() -> world.broker.deliver(1, tag, "", "q", Map.of(), new byte[2000]));
            awaitUnacknowledged(world.connection, 1);
            ConnectionStatistics delivered = world.connection.statistics();
            assertEquals(3, delivered.framesReceived() - before.framesReceived());
            assertTrue(delivered.bytesReceived() - before.bytesReceived() > 2000, delivered.toString());
            assertTrue(delivered.inboxBytes() > 2000, delivered.toString());
            assertEquals(1, delivered.openChannels());
        }
    }

    @Test
    void whatWaitsIsCounted() {
        try (MemoryConnection world = MemoryConnection.open()) {
            Channel channel = get(world.connection.openChannel(
                    ChannelOptions.builder().publishWindow(2).build()));
            get(channel.confirmSelect());
            world.adapter.io(() -> world.broker.verdicts(any -> Verdict.NONE));
            for (int i = 0; i < 3; i++) {
                MemoryConnection.publish(channel, "message");
            }
            ConnectionStatistics full = world.connection.statistics();
            assertEquals(3, full.unconfirmedPublishes());
            assertTrue(full.keptBytes() > 7, full.toString());
            world.adapter.io(() -> world.broker.ack(1, 2, true));
            MemoryConnection.await(
                    () -> world.connection.statistics().unconfirmedPublishes() == 1,
                    () -> world.connection.statistics().toString());
            get(channel.close());
            ConnectionStatistics closed = world.connection.statistics();
            assertEquals(0, closed.unconfirmedPublishes());
            assertEquals(0, closed.keptBytes());
            assertEquals(0, closed.openChannels());
        }
    }

    @Test
    void unacknowledgedDeliveries() {
        try (MemoryConnection world = MemoryConnection.open()) {
            Channel channel = world.channel();
            String tag = get(channel.basicConsume("q", delivery -> {}));
            world.deliver(1, tag, "1", "2", "3");
            awaitUnacknowledged(world.connection, 3);
            channel.basicAck(2, true);
            assertEquals(1, world.connection.statistics().unacknowledgedDeliveries());
            channel.basicReject(3, false);
            assertEquals(0, world.connection.statistics().unacknowledgedDeliveries());
        }
    }

    @Test
    void aHealthyConnection() {
        Instant before = Instant.now().minusSeconds(1);
        try (MemoryConnection world = MemoryConnection.open()) {
            ConnectionHealth health = world.connection.health();
            assertEquals(ConnectionState.OPEN, health.state());
            assertTrue(health.since().isAfter(before), health.toString());
            assertEquals(0, health.attempts());
            assertEquals(Optional.empty(), health.lastLoss());
            assertEquals(Optional.empty(), health.lostAt());
            assertEquals(Optional.empty(), health.blockedReason());
            assertEquals(Optional.empty(), health.blockedSince());
            assertEquals(List.of(), health.consumers());
            get(world.connection.close());
            assertEquals(ConnectionState.CLOSED, world.connection.health().state());
        }
    }

    @Test
    void aBlockedConnection() {
        try (MemoryConnection world = MemoryConnection.open()) {
            world.adapter.io(() -> world.broker.block("low on memory"));
            MemoryConnection.await(
                    () -> world.connection.health().blockedReason().equals(Optional.of("low on memory")),
                    () -> world.connection.health().toString());
            assertFalse(world.connection.health().blockedSince().orElseThrow().isAfter(Instant.now()));
            world.adapter.io(world.broker::unblock);
            MemoryConnection.await(
                    () -> world.connection.health().blockedSince().isEmpty(),
                    () -> world.connection.health().toString());
        }
    }

    @Test
    void consumersThatAreStuckAreSeen() throws Exception {
        try (MemoryConnection world = MemoryConnection.open()) {
            Channel channel = world.channel();
            CountDownLatch go = new CountDownLatch(1);
            String tag = get(channel.basicConsume("q", delivery -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                delivery.ack();
            }));
            ConsumerHealth idle = world.connection.health().consumers().get(0);
            assertEquals(Optional.empty(), idle.lastDelivery());
            assertEquals(0, idle.delivered());
            world.deliver(1, tag, "1", "2", "3");
            MemoryConnection.await(
                    () -> consumer(world).waiting() == 2, () -> consumer(world).toString());
            ConsumerHealth stuck = consumer(world);
            assertEquals(channel, stuck.channel());
            assertEquals(tag, stuck.consumerTag());
            assertEquals("q", stuck.queue());
            assertEquals(3, stuck.delivered());
            assertEquals(3, stuck.unacknowledged());
            Instant last = stuck.lastDelivery().orElseThrow();
            assertTrue(Duration.between(last, Instant.now()).abs().compareTo(MemoryConnection.LONG) < 0, "at " + last);
            go.countDown();
            MemoryConnection.await(
                    () -> consumer(world).waiting() == 0 && consumer(world).unacknowledged() == 0,
                    () -> consumer(world).toString());
            get(channel.basicCancel(tag));
            assertEquals(List.of(), world.connection.health().consumers());
        }
    }

    private static ConsumerHealth consumer(MemoryConnection world) {
        return world.connection.health().consumers().get(0);
    }

    @Test
    void theConsumersOfAChannelShareItsBuffersAndAcknowledgements() {
        try (MemoryConnection world = MemoryConnection.open()) {
            Channel channel = world.channel();
            String first = get(channel.basicConsume("q", new DeliveryBuffer(channel)));
            get(channel.basicConsume("r", new DeliveryBuffer(channel)));
            world.deliver(1, first, "1", "2");
            awaitUnacknowledged(world.connection, 2);
            List<ConsumerHealth> both = world.connection.health().consumers();
            assertEquals(2, both.size());
            for (ConsumerHealth one : both) {
                assertEquals(one.queue().equals("q") ? 2 : 0, one.waiting());
                assertEquals(2, one.unacknowledged());
            }
        }
    }

    @Test
    void aConnectionThatIsAwayAndBack() {
        try (Losses losses = new Losses(Losses.SOON)) {
            Channel channel = get(losses.connection.openChannel());
            String tag = get(channel.basicConsume("q", delivery -> {}));
            ConnectionStatistics before = losses.connection.statistics();
            losses.adapter.io(() -> losses.broker().deliver(1, tag, "", "q", Map.of(), MemoryConnection.octets("1")));
            awaitUnacknowledged(losses.connection, 1);
            losses.gone();
            losses.lose();
            MemoryConnection.await(
                    () -> losses.connection.health().attempts() > 1,
                    () -> losses.connection.health().toString());
            ConnectionHealth away = losses.connection.health();
            assertEquals(ConnectionState.RECONNECTING, away.state());
            assertTrue(away.lastLoss().orElseThrow() instanceof CloseReason.TransportLost, away.toString());
            assertEquals(0, away.statistics().unacknowledgedDeliveries());
            assertEquals(1, away.statistics().openChannels());
            losses.listen();
            losses.awaitReport(0);
            MemoryConnection.await(
                    () -> losses.connection.state() == ConnectionState.OPEN,
                    () -> losses.connection.health().toString());
            ConnectionHealth back = losses.connection.health();
            assertEquals(0, back.attempts());
            assertEquals(away.lastLoss(), back.lastLoss());
            assertFalse(back.since().isBefore(back.lostAt().orElseThrow().minusMillis(1)), back.toString());
            assertTrue(back.statistics().bytesSent() > before.bytesSent(), back.toString());
            assertEquals(1, back.consumers().size());
            assertEquals(1, back.consumers().get(0).delivered());
        }
    }
}
