// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.QueueMethod;
import amqp.testkit.wire.BrokerFrames;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether the engine says that a reply is awaited, from a command to its end. */
class AwaitingRepliesTest {
    private static final QueueMethod.Declare DECLARE = QueueMethod.Declare.of("q");
    private static final Duration HALF = ScriptedConnection.LIMIT.dividedBy(2);

    private ScriptedConnection world;
    private ChannelEngine channel;
    private ChannelEngine idle;

    @BeforeEach
    void openChannels() {
        world = ScriptedConnection.open();
        channel = world.channel();
        idle = world.channel();
        awaiting(false);
    }

    @Test
    void fromOpeningAChannelToItsReply() {
        channel = world.engine.openChannel("owner", "open", ScriptedConnection.LIMIT, world.now());
        awaiting(true);
        world.run();
        awaiting(false);
    }

    @Test
    void fromACommandToItsReplyWithAttachmentOrWithout() {
        for (var attachment : new String[] {"declare", null}) {
            world.call(channel, DECLARE, attachment);
            awaiting(true);
            world.run();
            awaiting(false);
        }
    }

    @Test
    void untilTheLastOfPipelinedCommandsHasItsReply() {
        world.broker.ignore("queue.declare");
        channel.pipelined(true);
        world.call(channel, DECLARE, 1).call(channel, DECLARE, 2).run();
        world.send(BrokerFrames.method(1, "queue.declare-ok", "q", 0, 0));
        awaiting(true);
        world.send(BrokerFrames.method(1, "queue.declare-ok", "q", 0, 0));
        awaiting(false);
    }

    @Test
    void whatHasTimedOutIsOverThoughWhatWaitsBehindItIsNot() {
        world.broker.ignore("queue.declare");
        world.call(channel, DECLARE, "declare").run().live(HALF);
        world.call(channel, BasicMethod.Qos.of(1), "waits").live(HALF).next(Event.TimedOut.class);
        awaiting(true);
        world.live(HALF).next(Event.TimedOut.class);
        awaiting(false);
        world.send(BrokerFrames.method(1, "queue.declare-ok", "q", 0, 0)).expectNothing();
        awaiting(false);
    }

    @Test
    void publishCountsWhileItWaitsForItsTurnButNotForItsVerdict() {
        world.broker.ignore("queue.declare").verdicts(publish -> amqp.testkit.scripted.Verdict.NONE);
        world.call(channel, ConfirmMethod.Select.of(), null).run();
        world.call(channel, DECLARE, "declare").run().live(HALF);
        world.publish(channel, "q", "waits", "publish").live(HALF).next(Event.TimedOut.class);
        awaiting(true);
        world.send(BrokerFrames.method(1, "queue.declare-ok", "q", 0, 0));
        awaiting(false);
        assertEquals(1, channel.unsettled());
    }

    @Test
    void commandsWithoutAReplyAreOverAtOnce() {
        world.publish(channel, "q", "m", null)
                .call(channel, BasicMethod.RecoverAsync.of(true), null)
                .consume(channel, BasicMethod.Consume.of("q").consumerTag("tag").noWait(true), null);
        awaiting(false);
    }

    @Test
    void untilTheMessageOfAGetIsComplete() {
        world.broker.ignore("basic.get");
        world.call(channel, BasicMethod.Get.of("q"), "get").run();
        world.send(BrokerFrames.method(1, "basic.get-ok", 1, false, "", "q", 0));
        awaiting(true);
        world.send(BrokerFrames.header(1, 1, Map.of()));
        awaiting(true);
        world.send(BrokerFrames.body(1, new byte[1])).next(Event.Got.class);
        awaiting(false);
    }

    @Test
    void notForTheMessageOfAGetThatHasTimedOut() {
        world.broker.ignore("basic.get");
        world.call(channel, BasicMethod.Get.of("q"), "get")
                .run()
                .live(ScriptedConnection.LIMIT)
                .next(Event.TimedOut.class);
        world.send(BrokerFrames.method(1, "basic.get-ok", 1, false, "", "q", 0));
        awaiting(false);
    }

    @Test
    void commandOfTheConnectionIsNoneOfAChannel() {
        world.broker.ignore("connection.update-secret");
        var renewal = ConnectionMethod.UpdateSecret.of(new byte[3], "renewal");
        world.engine.call(renewal, "renew", ScriptedConnection.LIMIT, world.now());
        world.run();
        assertEquals(true, world.engine.isAwaitingReplies());
        assertEquals(false, channel.isAwaitingReplies());
        world.send(BrokerFrames.method(0, "connection.update-secret-ok"));
        awaiting(false);
    }

    @Test
    void closingAChannelCountsUntilItIsClosed() {
        world.closeChannel(channel);
        awaiting(true);
        world.run().next(Event.ChannelClosed.class);
        awaiting(false);
    }

    @Test
    void endOfTheChannelOrTheConnectionEndsAll() {
        world.broker.ignore("queue.declare");
        world.call(channel, DECLARE, "declare").run();
        world.broker.closeChannel(1, 404, "none", 0, 0);
        world.run().next(Event.Failed.class);
        awaiting(false);
        world.call(idle, DECLARE, "declare").run();
        assertEquals(true, idle.isAwaitingReplies());
        world.cut();
        assertEquals(false, idle.isAwaitingReplies());
        assertEquals(false, world.engine.isAwaitingReplies());
    }

    private void awaiting(boolean expected) {
        assertEquals(expected, channel.isAwaitingReplies());
        assertEquals(false, idle.isAwaitingReplies());
        assertEquals(expected, world.engine.isAwaitingReplies());
    }
}
