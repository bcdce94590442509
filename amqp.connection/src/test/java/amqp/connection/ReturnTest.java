// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.octets.Allocations;
import amqp.testkit.wire.BrokerFrames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mandatory messages that come back, and the publish that each of them belongs to. */
class ReturnTest {
    private ScriptedConnection world;
    private ChannelEngine channel;

    @BeforeEach
    void selectConfirms() {
        world = ScriptedConnection.open();
        channel = world.channel();
        world.broker.verdicts(
                publish -> publish.mandatory() && publish.routingKey().startsWith("lost")
                        ? amqp.testkit.scripted.Verdict.RETURN
                        : amqp.testkit.scripted.Verdict.ACK);
    }

    @Test
    void withoutConfirmModeItIsToldOnly() {
        world.publish(channel, "lost", true, ScriptedConnection.octets("m"), "publish")
                .run();
        world.expect(new Event.Sent("publish"));
        var returned = world.next(Event.Returned.class);
        assertEquals(new BasicMethod.Return(312, "NO_ROUTE", "", "lost"), returned.method());
        assertArrayEquals(ScriptedConnection.octets("m"), returned.body());
        assertNull(returned.attachment());
        world.noViolations();
    }

    @Test
    void returnedThenAckedIsReturned() {
        select();
        mandatory("lost", "m", 1);
        mandatory("found", "m", 2);
        world.run();
        assertEquals(1, world.next(Event.Returned.class).attachment());
        world.expect(new Event.Settled(channel, 1, Verdict.RETURNED), new Event.Settled(channel, 2, Verdict.ACKED));
        world.noViolations();
    }

    @Test
    void eachReturnIsMatchedToItsOwnPublishAmongMixedTraffic() {
        select();
        var random = new Random(5);
        List<Object> lost = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            String key = List.of("lost.a", "lost.b", "found", "a", "b").get(random.nextInt(5));
            boolean mandatory = random.nextBoolean();
            world.publish(channel, key, mandatory, ScriptedConnection.octets("m" + random.nextInt(3)), i);
            if (mandatory && key.startsWith("lost")) {
                lost.add(i);
            }
            if (random.nextInt(50) == 0) {
                world.run();
            }
        }
        var events = world.run().takeEvents();
        assertEquals(lost, attachments(events, Event.Returned.class));
        assertEquals(
                lost,
                events.stream()
                        .filter(event ->
                                event instanceof Event.Settled settled && settled.verdict() == Verdict.RETURNED)
                        .map(event -> ((Event.Settled) event).attachment())
                        .toList());
        assertEquals(2000, attachments(events, Event.Settled.class).size());
        world.noViolations();
    }

    @Test
    void equalMessagesAreMatchedInTheOrderOfPublishing() {
        select();
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE);
        for (int i = 0; i < 5; i++) {
            mandatory("lost", "same", i);
        }
        world.run();
        for (int i = 0; i < 5; i++) {
            world.broker.giveBack(world.broker.publishes().get(i), 312, "NO_ROUTE");
        }
        assertEquals(List.of(0, 1, 2, 3, 4), attachments(world.run().takeEvents(), Event.Returned.class));
    }

    @Test
    void verdictsThatCameAlreadyRuleAPublishOut() {
        select();
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE);
        mandatory("q", "same", 1);
        mandatory("q", "same", 2);
        world.run().broker.ack(1, 1, false);
        world.broker.giveBack(world.broker.publishes().get(1), 312, "NO_ROUTE").ack(1, 2, false);
        world.run().expect(new Event.Settled(channel, 1, Verdict.ACKED));
        assertEquals(2, world.next(Event.Returned.class).attachment());
        world.expect(new Event.Settled(channel, 2, Verdict.RETURNED));
    }

    @Test
    void bodyAndPropertiesTellMessagesApart() {
        select();
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE);
        for (int i = 0; i < 4; i++) {
            var properties = BasicProperties.builder().messageId("id" + i / 2).build();
            byte[] body = ScriptedConnection.octets("body" + i % 2);
            channel.publish("", "q", true, Message.of(properties, body), i);
        }
        world.run().broker.giveBack(world.broker.publishes().get(1), 312, "NO_ROUTE");
        world.broker.giveBack(world.broker.publishes().get(3), 312, "NO_ROUTE").ack(1, 4, true);
        var events = world.run().takeEvents();
        assertEquals(List.of(1, 3), attachments(events, Event.Returned.class));
        assertEquals(
                List.of(Verdict.ACKED, Verdict.RETURNED, Verdict.ACKED, Verdict.RETURNED),
                events.stream()
                        .filter(Event.Settled.class::isInstance)
                        .map(event -> ((Event.Settled) event).verdict())
                        .toList());
    }

    @Test
    void propertiesThatTheBrokerChangedDoNotHinderIt() {
        select();
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE);
        var headers = FieldTable.of("BCC", "other");
        var properties = BasicProperties.builder().headers(headers).build();
        channel.publish("", "q", true, Message.of(properties, new byte[1]), "blind copy");
        channel.publish("", "q", true, Message.of(properties, new byte[1]), "second");
        world.run().send(returned(Map.of(), 1));
        assertEquals("blind copy", world.next(Event.Returned.class).attachment());
    }

    /** Qpid Broker-J says nack first, and gives the message back afterwards. */
    @Test
    void lateReturnIsNotChargedToAnotherMessage() {
        select();
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE);
        for (int id = 1; id <= 2; id++) {
            var properties = BasicProperties.builder().messageId("id-" + id).build();
            channel.publish("", "q", true, Message.of(properties, new byte[7]), id);
        }
        world.run().broker.nack(1, 1, false);
        world.send(returned(Map.of("message-id", "id-1"), 7));
        world.expect(new Event.Settled(channel, 1, Verdict.NACKED));
        assertNull(world.next(Event.Returned.class).attachment());
        world.broker.ack(1, 2, false);
        world.run().expect(new Event.Settled(channel, 2, Verdict.ACKED));
    }

    @Test
    void returnOfAnUnknownMessageIsToldWithoutAttachment() {
        select();
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE);
        mandatory("q", "m", 1);
        world.publish(channel, "q", false, new byte[7], 2).run();
        world.send(returned(Map.of(), 7));
        assertNull(world.next(Event.Returned.class).attachment());
        world.broker.ack(1, 2, true);
        world.run().expect(new Event.Settled(channel, 1, Verdict.ACKED), new Event.Settled(channel, 2, Verdict.ACKED));
    }

    @Test
    void returnedThenNackedOrLostIsReturned() {
        select();
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE);
        mandatory("q", "m", 1);
        mandatory("q", "n", 2);
        world.run().broker.giveBack(world.broker.publishes().get(0), 312, "NO_ROUTE");
        world.run().next(Event.Returned.class);
        world.cut().expect(new Event.Settled(channel, 1, Verdict.RETURNED));
        world.expect(new Event.Settled(channel, 2, Verdict.UNKNOWN));
    }

    @Test
    void returnsStillCountWhileTheConnectionCloses() {
        select();
        world.broker.ignore("connection.close");
        mandatory("lost", "m", 1);
        world.close().run();
        assertEquals(1, world.next(Event.Returned.class).attachment());
        world.expect(new Event.Settled(channel, 1, Verdict.RETURNED)).expectNothing();
    }

    /** It was 11 s for all connections of the loop: each return looked at all, and built their properties anew. */
    @Test
    void returnCostsNoMoreThanItsSizeAmongManyThatWait() {
        select();
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE);
        int many = 50_000;
        for (int i = 0; i < many; i++) {
            var properties = BasicProperties.builder()
                    .messageId("id" + i)
                    .headers(FieldTable.of("BCC", "x"))
                    .build();
            channel.publish("", "q", true, Message.of(properties, new byte[0]), i);
        }
        long first = Allocations.during(() -> returnedAs(many - 500, null));
        long rest = Allocations.during(() -> {
            for (int i = many - 400; i < many; i++) {
                returnedAs(i, i % 2 == 0 ? i : null);
            }
        });
        assertTrue(first < 2000L * many, () -> first + " bytes");
        assertTrue(rest < 400 * 10_000, () -> rest + " bytes");
    }

    /** With the headers as they were, or without; null for an unknown message. */
    private void returnedAs(int number, @Nullable Object attachment) {
        Map<String, ?> properties = Map.of("message-id", attachment == null ? "unknown" : "id" + number);
        byte[] frames = BrokerFrames.concat(
                BrokerFrames.method(1, "basic.return", 312, "NO_ROUTE", "", "q"),
                BrokerFrames.header(1, 0, properties));
        world.engine.receive(ByteBuffer.wrap(frames), world.now());
        Event event = world.engine.pollEvent();
        assertEquals(attachment, ((Event.Returned) event).attachment());
    }

    @Test
    void oversizedReturnsAreToldApartByTheirBodies() {
        world = ScriptedConnection.open(
                EngineOptions.builder().maxMessageSize(100).build());
        channel = world.channel();
        select();
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE);
        for (int i = 0; i < 3; i++) {
            byte[] body = new byte[300_000];
            body[200_000] = (byte) i;
            world.publish(channel, "q", true, body, i);
        }
        world.run().broker.giveBack(world.broker.publishes().get(1), 312, "NO_ROUTE");
        world.broker.ack(1, 3, true);
        assertEquals(
                List.of(
                        new Event.Settled(channel, 0, Verdict.ACKED),
                        new Event.Settled(channel, 1, Verdict.RETURNED),
                        new Event.Settled(channel, 2, Verdict.ACKED)),
                world.run().takeAll(Event.Settled.class));
    }

    @Test
    void malformedPropertiesBelongToTheMessageThatHadThem() {
        select();
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE);
        byte[] malformed = {(byte) 0x80, 0, 5, 'x'};
        channel.publish("", "q", true, Message.of(BasicProperties.ofOctets(malformed), new byte[0]), "malformed");
        channel.publish("", "q", true, Message.of(new byte[0]), "empty");
        byte[] header = BrokerFrames.frame(
                2, 1, BrokerFrames.concat(new byte[] {0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, malformed));
        byte[] method = BrokerFrames.method(1, "basic.return", 312, "NO_ROUTE", "", "q");
        byte[] frames =
                BrokerFrames.concat(method, header, method, header, method, BrokerFrames.header(1, 0, Map.of()));
        world.engine.receive(ByteBuffer.wrap(frames), world.now());
        assertEquals("malformed", ((Event.Returned) world.engine.pollEvent()).attachment());
        assertNull(((Event.Returned) world.engine.pollEvent()).attachment());
        assertEquals("empty", ((Event.Returned) world.engine.pollEvent()).attachment());
    }

    private void select() {
        world.call(channel, ConfirmMethod.Select.of(), null).run();
    }

    private void mandatory(String routingKey, String body, Object attachment) {
        world.publish(channel, routingKey, true, ScriptedConnection.octets(body), attachment);
    }

    private static byte[] returned(Map<String, ?> properties, int size) {
        return BrokerFrames.concat(
                BrokerFrames.method(1, "basic.return", 312, "NO_ROUTE", "", "q"),
                BrokerFrames.header(1, size, properties),
                BrokerFrames.body(1, new byte[size]));
    }

    private static List<Object> attachments(List<Event> events, Class<? extends Event> kind) {
        return events.stream()
                .filter(kind::isInstance)
                .map(event -> event instanceof Event.Returned returned
                        ? returned.attachment()
                        : ((Event.Settled) event).attachment())
                .toList();
    }
}
