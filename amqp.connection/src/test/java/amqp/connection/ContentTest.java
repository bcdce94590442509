// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ScriptedConnection.Split;
import amqp.testkit.scripted.BrokerSettings;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.WireFrame;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages in both directions, whole and in pieces. */
class ContentTest {
    private static final int FRAME_MAX = 8192;
    private static final int MOST = FRAME_MAX - 8;

    private final ScriptedBroker broker =
            ScriptedBroker.automatic().settings(BrokerSettings.DEFAULT.withTune(2047, FRAME_MAX, 0));
    private final ScriptedConnection world = new ScriptedConnection(broker, EngineOptions.DEFAULT).connectAndOpen();
    private final ChannelEngine channel = consuming();

    @ParameterizedTest
    @EnumSource(Split.class)
    void arrivesInAnySplit(Split split) {
        world.split(split);
        var random = new Random(7);
        for (int size : new int[] {0, 1, 17, MOST - 1, MOST, MOST + 1, 3 * MOST + 5}) {
            byte[] body = new byte[size];
            random.nextBytes(body);
            long tag = broker.deliver(1, "tag", "ex", "key", Map.of("content-type", "text/plain"), body);
            world.run();
            var delivered = world.next(Event.Delivered.class);
            assertArrayEquals(body, delivered.body());
            assertEquals(new BasicMethod.Deliver("tag", tag, false, "ex", "key"), delivered.method());
            assertEquals("text/plain", delivered.properties().contentType());
            assertSame(channel, delivered.channel());
            world.expectNothing();
        }
        world.noViolations();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, MOST - 1, MOST, MOST + 1, 2 * MOST, 100_000})
    void leavesInFramesWithinTheLimit(int size) {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        world.publish(channel, "q", false, body, "sent").run().expect(new Event.Sent("sent"));
        assertArrayEquals(body, broker.publishes().get(0).body());
        long frames = broker.received().stream()
                .filter(WireFrame.Body.class::isInstance)
                .count();
        assertEquals((size + MOST - 1) / MOST, frames);
        world.noViolations();
    }

    @Test
    void bodyMayComeOctetByOctetInFramesOfOne() {
        world.send(deliver(5), BrokerFrames.header(1, 5, Map.of()));
        for (byte octet : ScriptedConnection.octets("hello")) {
            world.expectNothing();
            world.send(BrokerFrames.body(1, new byte[] {octet}), BrokerFrames.body(1, new byte[0]));
        }
        assertArrayEquals(
                ScriptedConnection.octets("hello"),
                world.next(Event.Delivered.class).body());
    }

    @Test
    void contentsOfSeveralChannelsMayBeInterleaved() {
        var second = world.channel();
        var third = world.channel();
        world.send(
                deliver(1),
                BrokerFrames.method(2, "basic.deliver", "two", 1, false, "", "q"),
                BrokerFrames.header(2, 4, Map.of("app-id", "second")),
                BrokerFrames.header(1, 6, Map.of()),
                BrokerFrames.body(2, ScriptedConnection.octets("tw")),
                BrokerFrames.body(1, ScriptedConnection.octets("on")),
                BrokerFrames.method(3, "basic.return", 312, "NO_ROUTE", "", "r"),
                BrokerFrames.body(1, ScriptedConnection.octets("e ")),
                BrokerFrames.header(3, 0, Map.of()),
                BrokerFrames.body(2, ScriptedConnection.octets("o!")),
                BrokerFrames.body(1, ScriptedConnection.octets("!!")));
        var returned = world.next(Event.Returned.class);
        assertSame(third, returned.channel());
        assertEquals(0, returned.body().length);
        var delivered = world.next(Event.Delivered.class);
        assertSame(second, delivered.channel());
        assertEquals("second", delivered.properties().appId());
        assertArrayEquals(ScriptedConnection.octets("two!"), delivered.body());
        assertArrayEquals(
                ScriptedConnection.octets("one !!"),
                world.next(Event.Delivered.class).body());
    }

    @Test
    void propertiesAreKeptAndNotSharedByMistake() {
        var headers = Map.of("list", java.util.List.of(1, "two"), "nested", Map.of("deep", true));
        broker.deliver(1, "tag", "", "a", Map.of("headers", headers, "priority", 3), ScriptedConnection.octets("a"));
        broker.deliver(1, "tag", "", "b", Map.of("headers", headers, "priority", 3), ScriptedConnection.octets("b"));
        broker.deliver(1, "tag", "", "c", Map.of("message-id", "c"), ScriptedConnection.octets("c"));
        world.run();
        var first = world.next(Event.Delivered.class).properties();
        assertEquals(true, first.headers().get("nested").asTable().get("deep").asBoolean());
        assertSame(first, world.next(Event.Delivered.class).properties());
        var third = world.next(Event.Delivered.class).properties();
        assertEquals("c", third.messageId());
        assertTrue(third.encodedSize() < first.encodedSize());
    }

    @Test
    void largePropertiesAreNotKept() {
        var headers = Map.of("headers", Map.of("large", "x".repeat(2000)));
        broker.deliver(1, "tag", "", "a", headers, new byte[1]);
        broker.deliver(1, "tag", "", "a", headers, new byte[1]);
        world.run();
        var first = world.next(Event.Delivered.class).properties();
        var second = world.next(Event.Delivered.class).properties();
        assertEquals(first, second);
        assertNotSame(first, second);
    }

    @Test
    void publishedPropertiesReachTheBroker() {
        var properties = BasicProperties.builder()
                .contentType("text/plain")
                .deliveryMode(2)
                .headers(FieldTable.of("answer", 42))
                .build();
        for (int i = 0; i < 2; i++) {
            channel.publish(
                    "ex", "key", true, Message.of(properties, ScriptedConnection.octets("..abc.."), 2, 3), null);
            channel.publish("ex", "other", false, Message.of("x"), null);
        }
        world.run();
        for (int i = 0; i < 4; i += 2) {
            var published = broker.publishes().get(i);
            assertEquals("abc", published.text());
            assertEquals("ex", published.exchange());
            assertEquals("key", published.routingKey());
            assertTrue(published.mandatory());
            assertEquals(2L, published.properties().get("delivery-mode"));
            assertEquals(Map.of("answer", 42), published.properties().get("headers"));
            assertEquals(Map.of(), broker.publishes().get(i + 1).properties());
        }
        world.noViolations();
    }

    @Test
    void frameAtTheLimitIsTakenAndOneOctetMoreIsRefused() {
        world.send(deliver(1), BrokerFrames.header(1, MOST, Map.of()), BrokerFrames.body(1, new byte[MOST]));
        assertEquals(MOST, world.next(Event.Delivered.class).body().length);
        world.send(deliver(2), BrokerFrames.header(1, MOST + 1, Map.of()), BrokerFrames.body(1, new byte[MOST + 1]));
        var reason = world.takeAll(Event.ConnectionClosed.class).get(0).reason();
        assertEquals(501, ((CloseReason.PeerViolation) reason).code());
    }

    @Test
    void bodiesBelongToTheReceiver() {
        broker.deliver(1, "tag", "", "a", Map.of(), ScriptedConnection.octets("first"));
        broker.deliver(1, "tag", "", "a", Map.of(), ScriptedConnection.octets("other"));
        world.run();
        byte[] first = world.next(Event.Delivered.class).body();
        Arrays.fill(first, (byte) 0);
        assertArrayEquals(
                ScriptedConnection.octets("other"),
                world.next(Event.Delivered.class).body());
    }

    private ChannelEngine consuming() {
        var opened = world.channel();
        world.consume(opened, BasicMethod.Consume.of("q").consumerTag("tag").noWait(true), "consumer");
        world.run().next(Event.Sent.class);
        return opened;
    }

    private static byte[] deliver(long tag) {
        return BrokerFrames.method(1, "basic.deliver", "tag", tag, false, "", "q");
    }
}
