// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import static amqp.memory.MemoryConnection.await;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.ClientObserver;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.RecoveryOptions;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import amqp.reconnection.ReconnectionStrategy;
import amqp.testkit.scripted.BrokerSettings;
import amqp.testkit.simulated.SocketBroker;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MicrometerObserverTest {
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

    private double count(String name) {
        return registry.get("rabbitmq." + name).counter().count();
    }

    private double gauge(String name) {
        return registry.get("rabbitmq." + name).gauge().value();
    }

    private Timer timer(String name, String... tags) {
        return registry.get("rabbitmq." + name).tags(tags).timer();
    }

    @Test
    void publishesAreCountedByTheirVerdict() {
        try (var traffic = new Traffic(MicrometerObserver.of(registry), "")) {
            assertEquals(Verdict.ACKED, traffic.publish("q"));
            assertEquals(Verdict.ACKED, traffic.publish("q"));
            assertEquals(Verdict.NACKED, traffic.publish("nacked"));
            assertEquals(Verdict.RETURNED, traffic.publish("returned"));
            assertEquals(4, count("published"));
            assertEquals(3, count("acknowledged_published"), "returned ones are acknowledged");
            assertEquals(1, count("not_acknowledged_published"));
            assertEquals(1, count("unrouted_published"));
            assertEquals(0, count("failed_to_publish"));
            assertEquals(2, timer("confirm_time", "verdict", "acked").count());
            assertEquals(1, timer("confirm_time", "verdict", "nacked").count());
            assertEquals(1, timer("confirm_time", "verdict", "returned").count());
        }
    }

    @Test
    void aPublishThatIsRefusedHasFailed() {
        try (var traffic = new Traffic(MicrometerObserver.of(registry), "")) {
            get(traffic.channel.close());
            var message = Message.of("late");
            assertThrows(ClosedException.class, () -> traffic.channel.publish("", "q", message));
            assertEquals(1, count("failed_to_publish"));
            assertEquals(0, count("published"));
        }
    }

    @Test
    void theConfirmTimeIsThatOfTheRegistrysClock() {
        try (var traffic = new Traffic(MicrometerObserver.of(registry), "")) {
            var verdict = traffic.channel.publishConfirmed("", "none", Message.of("x"));
            await(
                    () -> traffic.world.adapter.io(
                            () -> traffic.world.broker.publishes().size() == 1),
                    () -> "no publish");
            assertEquals(1, gauge("unconfirmed"));
            clock.add(Duration.ofMillis(70));
            traffic.world.adapter.io(() -> traffic.world.broker.ack(traffic.channel.number(), 1, false));
            get(verdict);
            assertEquals(70, timer("confirm_time", "verdict", "acked").totalTime(TimeUnit.MILLISECONDS));
            assertEquals(0, gauge("unconfirmed"));
        }
    }

    @Test
    void aPublishWithoutAVerdictIsCounted() {
        try (var traffic = new Traffic(MicrometerObserver.of(registry), "")) {
            traffic.channel.publishConfirmed("", "none", Message.of("x"));
            get(traffic.channel.close());
            await(() -> count("unknown_published") == 1, () -> "not counted");
        }
    }

    @Test
    void withoutConfirmModePublishesAreCountedToo() {
        try (var traffic = new Traffic(MicrometerObserver.of(registry), "")) {
            traffic.world.channel().publish("", "q", Message.of("x"));
            assertEquals(1, count("published"));
        }
    }

    @Test
    void whatIsConsumedIsCountedWithItsAnswer() throws InterruptedException {
        try (var traffic = new Traffic(MicrometerObserver.of(registry), "")) {
            Delivery first = traffic.deliver("c1", "q1");
            assertEquals(1, gauge("unacked"));
            first.ack();
            assertEquals(0, gauge("unacked"));
            traffic.deliver("c2", "q2");
            traffic.deliver("c3", "q3").ackMultiple();
            traffic.deliver("c4", "q4").nack(true);
            traffic.deliver("c5", "q5").nack(false);
            assertEquals(5, count("consumed"));
            assertEquals(3, count("acknowledged"));
            assertEquals(2, count("rejected"));
            assertEquals(1, count("requeued"));
        }
    }

    @Test
    void whatIsFetchedIsConsumed() {
        try (var traffic = new Traffic(MicrometerObserver.of(registry), "")) {
            traffic.world.adapter.io(() -> traffic.world.broker.answer(
                    "basic.get", get -> traffic.world.broker.getOk(get, "", "q", Map.of(), new byte[1])));
            get(traffic.channel.basicGet(BasicMethod.Get.of("q"))).orElseThrow().ack();
            assertEquals(1, count("consumed"));
            assertEquals(1, count("acknowledged"));
        }
    }

    @Test
    void handlersAreTimedByQueueAndOutcome() throws InterruptedException {
        try (var traffic = new Traffic(MicrometerObserver.of(registry), "")) {
            traffic.deliver("c1", "q1", Map.of(), delivery -> clock.add(Duration.ofMillis(5)));
            traffic.deliver("c2", "q2", Map.of(), delivery -> {
                throw new IllegalStateException("as the test wants it");
            });
            await(
                    () -> timer("handler_time", "queue", "q2", "outcome", "failed")
                                    .count()
                            == 1,
                    () -> "not timed");
            assertEquals(
                    5,
                    timer("handler_time", "queue", "q1", "outcome", "succeeded").totalTime(TimeUnit.MILLISECONDS));
        }
    }

    @Test
    void beyondTheLimitAndForNamesOfTheBrokerThereIsOneTagForQueues() throws InterruptedException {
        var observer = MicrometerObserver.builder(registry).maxQueues(2).build();
        try (var traffic = new Traffic(observer, "")) {
            traffic.deliver("c0", "amq.gen-Xyz");
            traffic.deliver("c1", "q1");
            traffic.deliver("c2", "q2");
            traffic.deliver("c3", "q3");
            traffic.deliver("c4", "q1");
        }
        var timed = new Traffic(observer, "");
        try (timed) {
            timed.deliver("c1", "q1");
            assertEquals(Set.of("q1"), queues());
        }
    }

    private Set<String> queues() {
        return registry.find("rabbitmq.handler_time").timers().stream()
                .map(timer -> String.valueOf(timer.getId().getTag("queue")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void metersHaveTheTagsOfTheirConnectionAndGoWithTheLastOne() {
        var observer =
                MicrometerObserver.builder(registry).tags("application", "shop").build();
        try (var first = new Traffic(observer, "orders")) {
            try (var second = new Traffic(observer, "orders")) {
                first.publish("q");
                second.publish("q");
                assertEquals(2, count("published"));
                assertEquals(2, gauge("connections"));
                assertEquals(2, gauge("channels"));
                assertEquals(
                        Set.of(
                                Tag.of("application", "shop"),
                                Tag.of("connection", "orders"),
                                Tag.of("adapter", "memory")),
                        Set.copyOf(registry.get("rabbitmq.published")
                                .counter()
                                .getId()
                                .getTags()));
            }
            await(() -> gauge("connections") == 1, () -> "still there");
            assertEquals(2, count("published"));
        }
        await(() -> registry.getMeters().isEmpty(), () -> registry.getMetersAsString());
    }

    @Test
    void withoutTagsOfConnectionsAllShareMetersThatStay() {
        var observer = MicrometerObserver.builder(registry)
                .prefix("amqp")
                .tags(List.of(Tag.of("a", "b")))
                .connectionTags(false)
                .build();
        try (var one = new Traffic(observer, "one");
                var two = new Traffic(observer, "two")) {
            one.publish("q");
            two.publish("q");
        }
        var published = registry.get("amqp.published").counter();
        assertEquals(2, published.count());
        assertEquals(List.of(Tag.of("a", "b")), published.getId().getTags());
        assertEquals(0, registry.get("amqp.connections").gauge().value());
        assertTrue(
                registry.getMeters().stream()
                        .map(Meter::getId)
                        .allMatch(id -> id.getName().startsWith("amqp.")),
                registry::getMetersAsString);
        double frames = registry.get("amqp.sent_frames").functionCounter().count();
        assertTrue(frames > 10, "frames of connections that are gone: " + frames);
    }

    @Test
    void trafficIsCounted() {
        try (var traffic = new Traffic(MicrometerObserver.of(registry), "")) {
            double before =
                    registry.get("rabbitmq.sent_bytes").functionCounter().count();
            traffic.publish("q", Message.of(new byte[1000]));
            double after = registry.get("rabbitmq.sent_bytes").functionCounter().count();
            assertTrue(after - before > 1000, after + " after " + before);
            assertTrue(registry.get("rabbitmq.received_bytes").functionCounter().count() > 0);
            assertTrue(
                    registry.get("rabbitmq.received_frames").functionCounter().count() > 0);
        }
    }

    @Test
    void whatHappensToTheConnectionIsCountedAndTimed() {
        var observer = MicrometerObserver.of(registry);
        try (var traffic = new Traffic(observer, "")) {
            traffic.world.adapter.io(() -> traffic.world.broker.send(0, "connection.blocked", "low on memory"));
            await(() -> count("blocked") == 1, () -> "not blocked");
            traffic.world.adapter.io(() -> traffic.world.broker.send(0, "connection.unblocked"));
            await(() -> timer("blocked_time").count() == 1, () -> "not unblocked");
            observer.heldUp(traffic.channel, Duration.ofSeconds(3));
            assertEquals(3, timer("held_up_time").totalTime(TimeUnit.SECONDS));
        }
    }

    @Test
    void lossesAndOutagesAreCountedAndTimed() {
        try (var broker = SocketBroker.start(1, BrokerSettings.DEFAULT)) {
            var connection = get(Connection.open(ConnectionOptions.builder()
                    .address("127.0.0.1", broker.port())
                    .adapter("nio")
                    .recovery(RecoveryOptions.builder()
                            .strategy(ReconnectionStrategy.fixed(Duration.ofMillis(1)))
                            .build())
                    .observer(MicrometerObserver.of(registry))
                    .build()));
            get(connection.openChannel());
            assertEquals(1, gauge("channels"));
            broker.cut();
            await(() -> timer("outage_time").count() == 1, () -> "not recovered");
            assertEquals(1, count("lost"));
            await(() -> gauge("connections") == 1 && gauge("channels") == 1, () -> "not open");
            get(connection.close());
            await(() -> registry.getMeters().isEmpty(), () -> registry.getMetersAsString());
        }
    }

    @Test
    void whatIsNotKnownIsNotObserved() {
        ClientObserver late = MicrometerObserver.of(registry);
        try (var traffic = new Traffic(new ClientObserver() {}, "")) {
            assertNull(late.publishing(traffic.channel, "", "q", Message.of("")));
            late.acknowledged(traffic.channel, 1, false, 1);
            assertEquals(List.of(), registry.getMeters());
        }
    }

    @Test
    void theLimitOfQueuesIsChecked() {
        var builder = MicrometerObserver.builder(registry);
        var thrown = assertThrows(IllegalArgumentException.class, () -> builder.maxQueues(-1));
        assertEquals("maxQueues is -1; give 0 or more", thrown.getMessage());
    }
}
