// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.Event.Backpressure.Cause;
import amqp.testkit.wire.BrokerFrames;
import org.junit.jupiter.api.Test;

/** When the transport takes less than is produced, and when the broker says that it is blocked. */
class BackpressureTest {
    private static final int HIGH = 10_000;
    private static final int LOW = 2_000;

    private final ScriptedConnection world = ScriptedConnection.open(options(1_000_000));
    private final ChannelEngine channel = world.channel();

    @Test
    void waterMarkIsToldOnceAtItsBeginAndOnceAtItsEnd() {
        for (int i = 0; world.engine.outboundBytes() < HIGH - 1100; i++) {
            world.publish(channel, "q", false, new byte[1000], i).expect(new Event.Sent(i));
        }
        assertFalse(world.engine.isOverWaterMark());
        world.publish(channel, "q", false, new byte[1000], null).publish(channel, "q", false, new byte[1000], null);
        var began = world.next(Event.Backpressure.class);
        world.expectNothing();
        assertEquals(Cause.WATER_MARK, began.cause());
        assertTrue(began.began());
        assertTrue(began.waitingBytes() >= HIGH);
        assertTrue(world.engine.isOverWaterMark());

        take(world.engine.outboundBytes() - LOW - 1);
        world.publish(channel, "q", "still over the low mark", null).expectNothing();
        take(world.engine.outboundBytes() - LOW);
        var ended = world.next(Event.Backpressure.class);
        assertEquals(new Event.Backpressure(Cause.WATER_MARK, false, LOW, ended.framesBehind()), ended);
        assertFalse(world.engine.isOverWaterMark());
        take(LOW);
        world.expectNothing();
        world.noViolations();
    }

    @Test
    void messagesThatWaitForTheirTurnCount() {
        world.broker.ignore("queue.declare");
        world.call(channel, QueueMethod.Declare.of("q"), null).run();
        // The flags of their properties, two octets, count too.
        world.publish(channel, "q", false, new byte[HIGH - 5], null).expectNothing();
        world.publish(channel, "q", false, new byte[1], null);
        assertTrue(world.next(Event.Backpressure.class).began());
        assertEquals(HIGH, world.engine.outboundBytes());
        // Sending them makes no difference; the transport does.
        world.broker.send(1, "queue.declare-ok", "q", 0, 0);
        world.toEngine();
        world.expectNothing();
        assertTrue(world.engine.outboundBytes() > HIGH);
        world.run();
        assertFalse(world.next(Event.Backpressure.class).began());
        world.noViolations();
    }

    @Test
    void nothingIsToldAfterTheEnd() {
        world.publish(channel, "q", false, new byte[2 * HIGH], null);
        assertTrue(world.next(Event.Backpressure.class).began());
        take(10);
        world.cut().takeEvents();
        assertTrue(world.engine.outboundBytes() > HIGH);
        world.run().expectNothing();
        assertEquals(0, world.engine.outboundBytes());
    }

    @Test
    void bodiesThatWillNeverBeSentCountNoMore() {
        world.broker.ignore("queue.declare");
        world.call(channel, QueueMethod.Declare.of("q"), null).run();
        world.publish(channel, "q", false, new byte[HIGH], null).next(Event.Backpressure.class);
        world.broker.closeChannel(1, 404, "none", 0, 0);
        world.run();
        assertFalse(world.next(Event.Backpressure.class).began());
        assertEquals(0, world.engine.outboundBytes());
    }

    @Test
    void otherCommandsCountToo() {
        for (int i = 0; i < HIGH / 20; i++) {
            world.call(channel, new BasicMethod.Ack(0, true), null);
        }
        assertTrue(world.next(Event.Backpressure.class).began());
    }

    @Test
    void averageFrameIsToldAfterAFlushThatLeavesTooMuch() {
        var sensitive = ScriptedConnection.open(options(10));
        var opened = sensitive.channel();
        for (int i = 0; i < 100; i++) {
            sensitive.publish(opened, "q", false, new byte[50], null);
        }
        sensitive.expectNothing();
        take(sensitive, 100);
        sensitive.publish(opened, "q", "no flush", null);
        var began = sensitive.next(Event.Backpressure.class);
        assertEquals(Cause.AVERAGE_FRAME, began.cause());
        assertTrue(began.began());
        assertTrue(began.framesBehind() > 10);
        take(sensitive, 100);
        sensitive.expectNothing();
        sensitive.run();
        var ended = sensitive.next(Event.Backpressure.class);
        assertEquals(Cause.AVERAGE_FRAME, ended.cause());
        assertFalse(ended.began());
        sensitive.expectNothing();
        sensitive.noViolations();
    }

    @Test
    void blockedIsToldOnceAndUnblockedOnce() {
        world.broker.block("low on memory").block("low on disk");
        world.run().expect(new Event.Blocked("low on memory")).expectNothing();
        assertTrue(world.engine.isBlocked());
        world.publish(channel, "q", "not prevented", "sent").expect(new Event.Sent("sent"));
        world.broker.unblock().unblock();
        world.run().expect(new Event.Unblocked()).expectNothing();
        assertFalse(world.engine.isBlocked());
        world.noViolations();
    }

    @Test
    void blockedMayComeRightBehindOpenOk() {
        var other = new ScriptedConnection(amqp.testkit.scripted.ScriptedBroker.automatic(), EngineOptions.DEFAULT);
        other.broker.answerOnce(
                "connection.open",
                any -> BrokerFrames.concat(
                        BrokerFrames.method(0, "connection.open-ok"),
                        BrokerFrames.method(0, "connection.blocked", "memory")));
        other.connectAndOpen().expect(new Event.Blocked("memory"));
        other.noViolations();
    }

    @Test
    void marksAndMultiplierAreChecked() {
        var options = EngineOptions.builder();
        assertThrows(IllegalArgumentException.class, () -> options.waterMarks(5, 5));
        assertThrows(IllegalArgumentException.class, () -> options.waterMarks(5, -1));
        assertThrows(IllegalArgumentException.class, () -> options.backpressureMultiplier(0));
    }

    private void take(long octets) {
        take(world, octets);
    }

    private static void take(ScriptedConnection from, long octets) {
        assertEquals(octets, from.take((int) octets));
    }

    private static EngineOptions options(double multiplier) {
        return EngineOptions.builder()
                .backpressureMultiplier(multiplier)
                .waterMarks(HIGH, LOW)
                .build();
    }
}
