// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.scripted.Verdict;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.WireFrame;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Inbound messages larger than the limit. */
class OversizedTest {
    private static final byte[] LARGE = new byte[1001];
    private static final byte[] FITTING = new byte[1000];

    private final ScriptedBroker broker = ScriptedBroker.automatic();
    private final ScriptedConnection world = new ScriptedConnection(broker, limitedTo(1000)).connectAndOpen();
    private final ChannelEngine channel = world.channel();

    @Test
    void deliveryIsRejectedAndTheNextOneComes() {
        consume(false);
        broker.deliver(1, "tag", "", "q", Map.of(), LARGE);
        broker.deliver(1, "tag", "", "q", Map.of(), FITTING);
        world.run();
        var oversized = world.next(Event.Oversized.class);
        assertEquals(1001, oversized.size());
        assertNull(oversized.attachment());
        assertEquals(1, ((BasicMethod.Deliver) oversized.method()).deliveryTag());
        assertArrayEquals(FITTING, world.next(Event.Delivered.class).body());
        assertEquals(Set.of(2L), broker.unacked(1));
        var frames = broker.received();
        var reject = (WireFrame.Method) frames.get(frames.size() - 1);
        assertEquals("basic.reject", reject.name());
        assertFalse(reject.flag("requeue")); // it would come back for ever
        world.noViolations();
    }

    @Test
    void deliveryWithoutAcknowledgementIsOnlySkipped() {
        consume(true);
        broker.deliver(1, "tag", "", "q", Map.of(), LARGE);
        world.run().next(Event.Oversized.class);
        assertFalse(broker.receivedMethods().contains("basic.reject"));
        world.noViolations();
    }

    @Test
    void getEndsWithIt() {
        broker.answer("basic.get", get -> broker.getOk(get, "", "q", Map.of(), LARGE));
        world.call(channel, BasicMethod.Get.of("q"), "get").run();
        assertEquals("get", world.next(Event.Oversized.class).attachment());
        assertEquals(Set.of(), broker.unacked(1));
        world.call(channel, BasicMethod.Get.of("q").noAck(true), "get").run();
        assertEquals("get", world.next(Event.Oversized.class).attachment());
        assertEquals(
                1,
                broker.receivedMethods().stream().filter("basic.reject"::equals).count());
        world.noViolations();
    }

    @Test
    void returnedMessageIsStillMatchedToItsPublish() {
        broker.verdicts(publish -> publish.routingKey().equals("lost") ? Verdict.RETURN : Verdict.ACK);
        world.call(channel, ConfirmMethod.Select.of(), null)
                .publish(channel, "lost", true, new byte[1002], 1)
                .publish(channel, "lost", true, LARGE, 2);
        world.run();
        assertEquals(1002, world.next(Event.Oversized.class).size());
        world.expect(new Event.Settled(channel, 1, amqp.connection.Verdict.RETURNED));
        world.next(Event.Oversized.class);
        world.expect(new Event.Settled(channel, 2, amqp.connection.Verdict.RETURNED))
                .expectNothing();
        world.noViolations();
    }

    @Test
    void sizeIsUnsigned() {
        consume(false);
        world.send(
                BrokerFrames.method(1, "basic.deliver", "tag", 1, false, "", "q"),
                BrokerFrames.header(1, -1, Map.of()),
                BrokerFrames.body(1, LARGE),
                BrokerFrames.body(1, LARGE));
        assertTrue(world.engine.isOpen());
        world.expectNothing();
    }

    @Test
    void limitOfNothingStillTakesEmptyMessages() {
        var small = new ScriptedConnection(ScriptedBroker.automatic(), limitedTo(0)).connectAndOpen();
        var opened = small.channel();
        small.broker.deliver(1, "tag", "", "q", Map.of(), new byte[0]);
        small.broker.deliver(1, "tag", "", "q", Map.of(), new byte[1]);
        small.run();
        assertSame(opened, small.next(Event.Delivered.class).channel());
        small.next(Event.Oversized.class);
    }

    private void consume(boolean noAck) {
        var consume =
                BasicMethod.Consume.of("q").consumerTag("tag").noAck(noAck).noWait(true);
        world.consume(channel, consume, null).run();
    }

    private static EngineOptions limitedTo(int messageSize) {
        return EngineOptions.builder().maxMessageSize(messageSize).build();
    }
}
