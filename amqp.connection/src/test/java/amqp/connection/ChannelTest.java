// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.QueueMethod;
import amqp.testkit.scripted.BrokerSettings;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.BrokerFrames;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The life of channels: numbers, opening, closing by either side and by both. */
class ChannelTest {
    private static final CloseReason DONE = new CloseReason.ByApplication(200, "done");
    private static final byte[] CLOSE_OK = BrokerFrames.method(1, "channel.close-ok");

    @Test
    void takesTheLowestNumberAndReusesItOnlyAfterCloseOk() {
        var world = ScriptedConnection.open();
        assertEquals(List.of(1, 2, 3, 4, 5, 6), numbers(world, 6));
        world.broker.ignore("channel.close");
        var second = world.engine.openChannelNumbered(9, "owner", "open", ScriptedConnection.LIMIT, world.now());
        world.run().next(Event.Replied.class);
        world.closeChannel(second).run();
        assertEquals(7, world.channel().number());
        assertEquals(8, world.channel().number());
        assertEquals(10, world.channel().number());
        world.send(BrokerFrames.method(9, "channel.close-ok")).expect(new Event.ChannelClosed(second, DONE));
        assertEquals(9, world.channel().number());
        world.noViolations();
    }

    @Test
    void knowsItsOwnerAndItsState() {
        var world = ScriptedConnection.open();
        var channel = world.engine.openChannel("mine", "open", ScriptedConnection.LIMIT, world.now());
        assertSame("mine", channel.owner());
        assertTrue(channel.isOpen());
        world.run().expect(new Event.Replied("open", new ChannelMethod.OpenOk()));
        assertTrue(channel.isOpen());
        assertTrue(channel.isFlowing());
        assertFalse(channel.isConfirming());
        assertEquals(0, channel.unsettled());
        world.closeChannel(channel);
        assertFalse(channel.isOpen());
        world.closeChannel(channel).run().expect(new Event.ChannelClosed(channel, DONE));
        world.closeChannel(channel).expectNothing();
        assertEquals(Set.of(), world.broker.openChannels());
        world.noViolations();
    }

    @Test
    void refusesMoreChannelsThanNegotiated() {
        var broker = ScriptedBroker.automatic().settings(BrokerSettings.DEFAULT.withTune(2, 131_072, 0));
        var world = new ScriptedConnection(broker, EngineOptions.DEFAULT).connectAndOpen();
        var first = world.channel();
        assertThrows(IllegalStateException.class, () -> numbered(world, 1));
        assertThrows(IllegalStateException.class, () -> numbered(world, 3));
        assertThrows(IllegalStateException.class, () -> numbered(world, 0));
        assertThrows(IllegalStateException.class, () -> numbered(world, -1));
        assertEquals(2, world.channel().number());
        var none = assertThrows(IllegalStateException.class, world::channel);
        assertTrue(none.getMessage().contains("all 2 channels"), none.getMessage());
        world.closeChannel(first).run().next(Event.ChannelClosed.class);
        assertEquals(1, world.channel().number());
        world.noViolations();
    }

    @Test
    void highestNumberOfAll() {
        var broker = ScriptedBroker.automatic().settings(BrokerSettings.DEFAULT.withTune(0, 131_072, 0));
        var options = EngineOptions.builder().tuning(new Tuning(0, 0, 0)).build();
        var world = new ScriptedConnection(broker, options).connectAndOpen();
        var highest = numbered(world, 65_535);
        world.run().expect(new Event.Replied("open", new ChannelMethod.OpenOk()));
        world.publish(highest, "q", "hello", null).run();
        assertEquals(65_535, broker.publishes().get(0).channel());
        world.noViolations();
    }

    @Test
    void commandsMayBeGivenBeforeOpenOk() {
        var world = ScriptedConnection.open();
        var channel = numbered(world, 1);
        world.publish(channel, "q", "early", "published").expectNothing();
        world.run().expect(new Event.Sent("published"), new Event.Replied("open", new ChannelMethod.OpenOk()));
        assertEquals("early", world.broker.publishes().get(0).text());
        world.noViolations();
    }

    @Test
    void openingThatTimesOutIsUndoneWhenTheAnswerComesAfterAll() {
        var world = ScriptedConnection.open();
        world.broker.ignore("channel.open");
        var channel = numbered(world, 1);
        world.run()
                .live(ScriptedConnection.LIMIT)
                .expect(new Event.TimedOut("open", new ChannelMethod.Open(), ScriptedConnection.LIMIT));
        assertFalse(channel.isOpen());
        assertEquals(2, numbered(world, 2).number());
        world.send(BrokerFrames.method(1, "channel.open-ok"));
        world.expect(
                new Event.ChannelClosed(channel, new CloseReason.TimedOut("channel.open", ScriptedConnection.LIMIT)));
        world.broker.answerAsUsual("channel.open");
        assertEquals(1, world.channel().number());
        world.noViolations();
    }

    @Test
    void openingThatIsNeverAnsweredIsClosedAllTheSame() {
        var world = ScriptedConnection.open();
        world.broker.ignore("channel.open").ignore("channel.close");
        var channel = numbered(world, 1);
        world.run().live(ScriptedConnection.LIMIT).next(Event.TimedOut.class);
        world.live(ScriptedConnection.LIMIT)
                .expect(new Event.ChannelClosed(
                        channel, new CloseReason.TimedOut("channel.close", ScriptedConnection.LIMIT)));
        assertEquals("channel.close", last(world));
        world.send(BrokerFrames.method(1, "channel.open-ok"), CLOSE_OK).expectNothing();
        assertEquals(1, numbered(world, 1).number());
        world.noViolations();
    }

    @Test
    void brokersCloseFailsWhatWaitsAndIsAnswered() {
        var world = ScriptedConnection.open();
        var channel = world.channel();
        world.broker.refuseOnce("queue.declare", 404, "no queue");
        world.call(channel, QueueMethod.Declare.of("q").passive(true), "declare")
                .call(channel, new BasicMethod.Ack(0, true), "ack")
                .publish(channel, "q", "never sent", "publish")
                .call(channel, QueueMethod.Declare.of("q"), "second");
        assertTrue(world.engine.outboundBytes() > 0);
        var reason = new CloseReason.ByPeer(404, "no queue", 50, 10);
        world.run()
                .expect(
                        new Event.Failed("declare", reason),
                        new Event.Failed("ack", reason),
                        new Event.Failed("publish", reason),
                        new Event.Failed("second", reason),
                        new Event.ChannelClosed(channel, reason));
        world.expectNothing();
        assertEquals(0, world.engine.outboundBytes());
        assertEquals("channel.close-ok", last(world));
        assertEquals(
                "closed by the broker with 404 NOT_FOUND: no queue (in answer to queue.declare)", reason.describe());
        var closed = assertThrows(ClosedException.class, () -> world.publish(channel, "q", "late", null));
        assertEquals(reason, closed.reason());
        assertEquals(1, world.channel().number());
        world.noViolations();
    }

    @Test
    void bothMayCloseAtOnce() {
        var world = ScriptedConnection.open();
        var channel = world.channel();
        world.broker.closeChannel(1, 406, "mine first", 60, 80);
        world.closeChannel(channel).toBroker();
        var reason = new CloseReason.ByPeer(406, "mine first", 60, 80);
        world.toEngine();
        world.expect(new Event.ChannelClosed(channel, reason));
        world.run();
        assertEquals(1, world.channel().number());
        world.noViolations();
    }

    @Test
    void whenBothCloseTheNumberWaitsForTheBrokersAnswer() {
        var world = ScriptedConnection.open();
        world.broker.ignore("channel.close");
        var channel = world.channel();
        world.closeChannel(channel).run();
        world.send(BrokerFrames.method(1, "channel.close", 406, "crossed", 0, 0))
                .next(Event.ChannelClosed.class);
        assertEquals("channel.close-ok", last(world));
        assertThrows(IllegalStateException.class, () -> numbered(world, 1));
        world.send(CLOSE_OK).expectNothing();
        assertEquals(1, numbered(world, 1).number());
    }

    @Test
    void closeThatIsNotAnsweredEndsAtItsDeadlineAndKeepsTheNumber() {
        var world = ScriptedConnection.open();
        world.broker.ignore("channel.close");
        var channel = world.channel();
        world.closeChannel(channel)
                .run()
                .advance(ScriptedConnection.LIMIT.minusNanos(1))
                .expectNothing();
        world.advance(Duration.ofNanos(1))
                .expect(new Event.ChannelClosed(
                        channel, new CloseReason.TimedOut("channel.close", ScriptedConnection.LIMIT)));
        assertEquals(2, world.channel().number());
        world.send(BrokerFrames.method(1, "channel.close", 541, "late", 0, 0)).expectNothing();
        assertEquals("channel.close-ok", last(world));
        world.send(CLOSE_OK).expectNothing();
        assertEquals(1, world.channel().number());
    }

    @Test
    void closeThatWaitsBehindAnUnansweredCallIsSentAtItsDeadline() {
        var world = ScriptedConnection.open();
        world.broker.ignore("queue.declare");
        var channel = world.channel();
        world.call(channel, QueueMethod.Declare.of("q"), "declare")
                .closeChannel(channel)
                .run();
        assertEquals("queue.declare", last(world));
        world.advance(ScriptedConnection.LIMIT);
        var limit = ScriptedConnection.LIMIT;
        world.expect(
                new Event.TimedOut("declare", QueueMethod.Declare.of("q"), limit),
                new Event.ChannelClosed(channel, new CloseReason.TimedOut("channel.close", limit)));
        assertEquals("channel.close", last(world));
        assertEquals(1, world.channel().number());
        world.noViolations();
    }

    @Test
    void flowIsAnsweredAndTold() {
        var world = ScriptedConnection.open();
        var channel = world.channel();
        world.send(BrokerFrames.method(1, "channel.flow", false)).expect(new Event.Flow(channel, false));
        assertFalse(channel.isFlowing());
        world.send(BrokerFrames.method(1, "channel.flow", true)).expect(new Event.Flow(channel, true));
        assertTrue(channel.isFlowing());
        world.call(channel, new ChannelMethod.Flow(false), "flow").run();
        world.expect(new Event.Replied("flow", new ChannelMethod.FlowOk(false)));
        assertEquals(
                List.of("channel.flow-ok", "channel.flow-ok", "channel.flow"),
                world.broker.receivedMethods().subList(4, 7));
        world.noViolations();
    }

    @Test
    void nothingIsAnsweredAfterOurClose() {
        var world = ScriptedConnection.open();
        world.broker.ignore("channel.close");
        var channel = world.channel();
        world.closeChannel(channel).run();
        world.send(BrokerFrames.method(1, "channel.flow", false), BrokerFrames.method(1, "basic.cancel", "x", false));
        world.expect(new Event.Flow(channel, false)).expectNothing();
        assertEquals("channel.close", last(world));
        world.noViolations();
    }

    private static List<Integer> numbers(ScriptedConnection world, int count) {
        return java.util.stream.Stream.generate(world::channel)
                .limit(count)
                .map(ChannelEngine::number)
                .toList();
    }

    private static ChannelEngine numbered(ScriptedConnection world, int number) {
        return world.engine.openChannelNumbered(number, "owner", "open", ScriptedConnection.LIMIT, world.now());
    }

    private static String last(ScriptedConnection world) {
        var methods = world.broker.receivedMethods();
        return methods.get(methods.size() - 1);
    }
}
