// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.BasicMethod;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.WireFrame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** basic.get. */
class GetTest {
    private static final BasicMethod.Get GET = BasicMethod.Get.of("q");

    private ScriptedConnection world;
    private ChannelEngine channel;

    @BeforeEach
    void openChannel() {
        world = ScriptedConnection.open();
        channel = world.channel();
    }

    @Test
    void getsAMessage() {
        world.broker.answerOnce(
                "basic.get", get -> world.broker.getOk(get, "ex", "key", Map.of(), ScriptedConnection.octets("m")));
        world.split(ScriptedConnection.Split.OCTETS).call(channel, GET, "get").run();
        var got = world.next(Event.Got.class);
        assertEquals("get", got.attachment());
        assertEquals(new BasicMethod.GetOk(1, false, "ex", "key", 0), got.method());
        assertArrayEquals(ScriptedConnection.octets("m"), got.body());
        assertEquals(Set.of(1L), world.broker.unacked(1));
        world.call(channel, BasicMethod.Ack.of(1), null).noViolations();
        assertEquals(Set.of(), world.broker.unacked(1));
    }

    @Test
    void findsTheQueueEmpty() {
        world.call(channel, GET, "get").run().expect(new Event.Replied("get", new BasicMethod.GetEmpty()));
        world.noViolations();
    }

    @Test
    void pipelinedGetsAreToldApart() {
        world.broker
                .answerOnce(
                        "basic.get", get -> world.broker.getOk(get, "", "a", Map.of(), ScriptedConnection.octets("1")))
                .answerOnce("basic.get", get -> BrokerFrames.method(1, "basic.get-empty"))
                .answerOnce("basic.get", get -> world.broker.getOk(get, "", "c", Map.of(), new byte[0]));
        channel.pipelined(true);
        world.call(channel, GET, 1)
                .call(channel, GET, 2)
                .call(channel, GET, 3)
                .call(channel, GET, null)
                .run();
        assertEquals(1, world.next(Event.Got.class).attachment());
        assertEquals(2, world.next(Event.Replied.class).attachment());
        assertEquals(3, world.next(Event.Got.class).attachment());
        world.expectNothing();
        world.noViolations();
    }

    @Test
    void messageThatComesTooLateIsRequeued() {
        world.broker.ignore("basic.get");
        world.call(channel, GET, "get").run().live(ScriptedConnection.LIMIT).next(Event.TimedOut.class);
        world.send(getOk());
        world.expectNothing();
        assertEquals("basic.reject", world.broker.receivedMethods().get(5));
        var rejects = world.broker.received().stream()
                .filter(frame -> frame instanceof WireFrame.Method method
                        && method.name().equals("basic.reject")
                        && method.flag("requeue"))
                .count();
        assertEquals(1, rejects);
        world.call(channel, GET.noAck(true), "get")
                .run()
                .live(ScriptedConnection.LIMIT)
                .next(Event.TimedOut.class);
        world.send(getOk()).expectNothing();
        assertEquals(
                List.of("basic.reject", "basic.get"),
                world.broker.receivedMethods().subList(5, 7));
        world.noViolations();
    }

    @Test
    void messageOfAGetThatIsGivenUpIsRequeuedThoughItsFirstHalfIsHere() {
        world.broker.ignore("basic.get");
        world.call(channel, GET, "get").run();
        world.send(BrokerFrames.method(1, "basic.get-ok", 1, false, "", "q", 0), BrokerFrames.header(1, 2, Map.of()));
        world.engine.giveUp("get", world.now());
        world.send(BrokerFrames.body(1, new byte[2])).expectNothing();
        var methods = world.broker.receivedMethods();
        assertEquals("basic.reject", methods.get(methods.size() - 1));
        world.noViolations();
    }

    @Test
    void timeoutGoesOnUntilTheBodyIsThere() {
        world.broker.ignore("basic.get");
        world.call(channel, GET, "get").run().live(ScriptedConnection.LIMIT.minusNanos(2));
        world.send(BrokerFrames.method(1, "basic.get-ok", 1, false, "", "q", 0), BrokerFrames.header(1, 2, Map.of()));
        world.live(Duration.ofNanos(1)).expectNothing();
        assertTrue(channel.isAwaitingReplies());
        world.live(Duration.ofNanos(1)).expect(new Event.TimedOut("get", GET, ScriptedConnection.LIMIT));
        assertFalse(channel.isAwaitingReplies());
        world.send(BrokerFrames.body(1, new byte[2])).expectNothing();
        assertEquals("basic.reject", world.broker.receivedMethods().get(5));
        world.noViolations();
    }

    @Test
    void messageThatCameInTimeHasNoTimeoutAnyMore() {
        world.broker.ignore("basic.get");
        world.call(channel, GET, "get").run().send(getOk()).next(Event.Got.class);
        world.advance(ScriptedConnection.LIMIT.multipliedBy(2)).expectNothing();
        world.noViolations();
    }

    @Test
    void commandsBehindItGoOutBeforeItsBodyIsThere() {
        world.broker.ignore("basic.get");
        world.call(channel, GET, "get").publish(channel, "q", "next", "publish").run();
        world.send(BrokerFrames.method(1, "basic.get-ok", 1, false, "", "q", 0)).expect(new Event.Sent("publish"));
        world.send(BrokerFrames.header(1, 2, Map.of())).expectNothing();
        world.send(BrokerFrames.body(1, new byte[2])).next(Event.Got.class);
        world.noViolations();
    }

    @Test
    void endOfTheChannelInTheMiddleOfTheMessageFailsIt() {
        world.broker.ignore("basic.get");
        world.call(channel, GET, "get").run();
        world.send(BrokerFrames.method(1, "basic.get-ok", 1, false, "", "q", 0)).close();
        var reason = new CloseReason.ByApplication(200, "bye");
        world.expect(new Event.Failed("get", reason));
        world.toBroker();
        world.broker.send(BrokerFrames.header(1, 0, Map.of()));
        world.run();
        assertEquals(reason, world.ended());
    }

    @Test
    void messageGotBeforeTheCloseIsHandedOver() {
        world.broker.ignore("basic.get");
        world.call(channel, GET, "get").closeChannel(channel).run().expectNothing();
        assertFalse(world.broker.receivedMethods().contains("channel.close"));
        world.send(getOk());
        assertEquals("get", world.next(Event.Got.class).attachment());
        world.next(Event.ChannelClosed.class);
        world.noViolations();
    }

    private static byte[] getOk() {
        return BrokerFrames.concat(
                BrokerFrames.method(1, "basic.get-ok", 1, false, "", "q", 0),
                BrokerFrames.header(1, 1, Map.of()),
                BrokerFrames.body(1, new byte[1]));
    }
}
