// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.WireFrame;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consumers: beginning, deliveries, and the end by either side. */
class ConsumerTest {
    private static final BasicMethod.Consume CONSUME =
            BasicMethod.Consume.of("q").consumerTag("tag");
    private static final BasicMethod.Cancel CANCEL = BasicMethod.Cancel.of("tag");
    private static final byte[] CANCEL_OK = BrokerFrames.method(1, "basic.cancel-ok", "tag");

    private ScriptedConnection world;
    private ChannelEngine channel;

    @BeforeEach
    void openChannel() {
        world = ScriptedConnection.open();
        channel = world.channel();
    }

    @Test
    void deliveriesCarryTheConsumer() {
        world.consume(channel, BasicMethod.Consume.of("q"), "named by the broker")
                .consume(channel, CONSUME, "own name");
        world.run();
        var tag = ((BasicMethod.ConsumeOk) world.next(Event.Replied.class).reply()).consumerTag();
        world.next(Event.Replied.class);
        assertEquals("to named by the broker", deliveredTo(tag));
        assertEquals("to own name", deliveredTo("tag"));
        assertNull(deliveredTo("nobody's"));
        world.noViolations();
    }

    @Test
    void messagesMayComeRightBehindConsumeOk() {
        world.broker.answerOnce(
                "basic.consume",
                any -> BrokerFrames.concat(
                        BrokerFrames.method(1, "basic.consume-ok", "tag"),
                        BrokerFrames.method(1, "basic.deliver", "tag", 1, false, "", "q"),
                        BrokerFrames.header(1, 0, Map.of())));
        world.consume(channel, CONSUME, "consumer").run();
        world.next(Event.Replied.class);
        assertEquals("to consumer", world.next(Event.Delivered.class).consumer());
    }

    @Test
    void consumerDoesNotTakeThePlaceOfAnother() {
        world.consume(channel, CONSUME, "consumer").run().next(Event.Replied.class);
        world.broker.answerOnce("basic.consume", any -> BrokerFrames.method(1, "basic.consume-ok", "tag"));
        world.consume(channel, BasicMethod.Consume.of("q"), "second").run();
        var reason = world.next(Event.Failed.class).reason();
        assertEquals(530, ((CloseReason.PeerViolation) reason).code());
        world.next(Event.ChannelClosed.class);
        world.next(Event.ConnectionClosed.class);
    }

    @Test
    void noWaitNeedsATagOfOnesOwn() {
        var anonymous = BasicMethod.Consume.of("q").noWait(true);
        assertThrows(IllegalArgumentException.class, () -> world.consume(channel, anonymous, "consumer"));
        world.consume(channel, CONSUME.noWait(true), "consumer").run().expect(new Event.Sent("consumer"));
        assertEquals("to consumer", deliveredTo("tag"));
        assertThrows(IllegalArgumentException.class, () -> world.consume(channel, CONSUME, "twice"));
        world.call(channel, CANCEL.noWait(true), "cancel").run().expect(new Event.Sent("cancel"));
        assertNull(deliveredTo("tag"));
        world.noViolations();
    }

    @Test
    void consumeNeedsNoAttachment() {
        channel.consume(CONSUME, null, "consumer", ScriptedConnection.LIMIT, world.now());
        channel.consume(
                CONSUME.consumerTag("other").noWait(true), null, "other", ScriptedConnection.LIMIT, world.now());
        world.run().expectNothing();
        assertEquals("consumer", deliveredTo("tag"));
        assertEquals("other", deliveredTo("other"));
        world.noViolations();
    }

    @Test
    void consumerThatWaitsForItsTurnTakesItsMessages() {
        world.broker.ignore("basic.qos");
        world.call(channel, BasicMethod.Qos.of(1), null).consume(channel, CONSUME.noWait(true), "consumer");
        world.run().expectNothing();
        world.send(BrokerFrames.method(1, "basic.qos-ok")).expect(new Event.Sent("consumer"));
        assertEquals("to consumer", deliveredTo("tag"));
    }

    @Test
    void tagInUseIsRefusedHereFromConsumeToCancel() {
        world.consume(channel, CONSUME, "first");
        assertThrows(IllegalArgumentException.class, () -> world.consume(channel, CONSUME, "while it waits"));
        world.run().next(Event.Replied.class);
        var twice = assertThrows(IllegalArgumentException.class, () -> world.consume(channel, CONSUME, "twice"));
        assertTrue(twice.getMessage().contains("\"tag\""), twice.getMessage());
        world.call(channel, CANCEL, "cancel").consume(channel, CONSUME, "again");
        world.run().expect(new Event.Replied("cancel", new BasicMethod.CancelOk("tag")));
        world.expect(new Event.Replied("again", new BasicMethod.ConsumeOk("tag")));
        assertEquals("to again", deliveredTo("tag"));
        world.noViolations();
    }

    @Test
    void sameTagOnAnotherChannelIsAnotherConsumer() {
        var other = world.channel();
        world.consume(channel, CONSUME, "one")
                .consume(other, CONSUME, "two")
                .run()
                .takeEvents();
        assertEquals("to one", deliveredTo("tag"));
        world.broker.deliver(2, "tag", "", "q", Map.of(), new byte[1]);
        assertEquals("to two", world.run().next(Event.Delivered.class).consumer());
        world.noViolations();
    }

    @Test
    void cancelEndsIt() {
        consuming();
        world.call(channel, CANCEL, "cancel").run();
        world.expect(new Event.Replied("cancel", new BasicMethod.CancelOk("tag")))
                .expectNothing();
        assertNull(deliveredTo("tag"));
        world.noViolations();
    }

    @Test
    void brokersCancelBeforeTheAnswerToOursIsToldAndOursAnswered() {
        consuming();
        world.broker.ignore("basic.cancel");
        world.call(channel, CANCEL, "cancel").run();
        world.send(BrokerFrames.method(1, "basic.cancel", "tag", true));
        world.expect(new Event.ConsumerCancelled(channel, "tag", "to consumer"));
        world.send(CANCEL_OK);
        world.expect(new Event.Replied("cancel", new BasicMethod.CancelOk("tag")))
                .expectNothing();
        consuming();
        world.noViolations();
    }

    @Test
    void brokersCancelBehindTheAnswerToOursIsNews() {
        consuming();
        world.call(channel, CANCEL, "cancel").run();
        world.expect(new Event.Replied("cancel", new BasicMethod.CancelOk("tag")));
        world.send(BrokerFrames.method(1, "basic.cancel", "tag", true)).expectNothing();
        consuming();
        world.noViolations();
    }

    /** What RabbitMQ does when a quorum queue is deleted while its consumer is being cancelled. */
    @Test
    void secondCancelOkIsPassedOverWhateverIsAwaited() {
        consuming();
        world.broker.ignore("basic.cancel").ignore("basic.consume").ignore("queue.declare");
        world.call(channel, CANCEL, "cancel").run();
        world.send(CANCEL_OK, CANCEL_OK);
        world.expect(new Event.Replied("cancel", new BasicMethod.CancelOk("tag")))
                .expectNothing();

        world.call(channel, QueueMethod.Declare.of("q"), "declare").run();
        world.send(CANCEL_OK).expectNothing();
        world.send(BrokerFrames.method(1, "queue.declare-ok", "q", 0, 0));
        assertEquals("declare", world.next(Event.Replied.class).attachment());

        world.call(channel, BasicMethod.Cancel.of("other"), "other").run();
        world.send(CANCEL_OK).expectNothing();
        world.send(BrokerFrames.method(1, "basic.cancel-ok", "other"));
        world.expect(new Event.Replied("other", new BasicMethod.CancelOk("other")));

        world.consume(channel, CONSUME, "again").run();
        world.send(CANCEL_OK).expectNothing();
        world.send(BrokerFrames.method(1, "basic.consume-ok", "tag"));
        world.expect(new Event.Replied("again", new BasicMethod.ConsumeOk("tag")));
        assertEquals("to again", deliveredTo("tag"));

        world.closeChannel(channel).toEngine();
        world.send(CANCEL_OK);
        world.run().next(Event.ChannelClosed.class);
        world.noViolations();
    }

    @Test
    void cancelOkOfAConsumerThatGoesOnEndsTheConnection() {
        consuming();
        world.broker.ignore("basic.cancel");
        world.call(channel, BasicMethod.Cancel.of("other"), "other").run();
        world.send(CANCEL_OK);
        var reason = world.next(Event.Failed.class).reason();
        assertEquals(503, ((CloseReason.PeerViolation) reason).code());
    }

    /** RabbitMQ's queues answer these two, and later than its channel answers what comes behind. */
    @Test
    void nothingOvertakesAConsumeOrACancelThoughPipelined() {
        world.broker.ignore("basic.cancel").ignore("basic.consume");
        channel.pipelined(true);
        world.call(channel, BasicMethod.Qos.of(1), "qos");
        world.consume(channel, CONSUME, "consumer").call(channel, CANCEL, "cancel");
        world.call(channel, BasicMethod.Qos.of(2), "behind").run();
        assertEquals("qos", world.next(Event.Replied.class).attachment());
        assertEquals("basic.consume", last());
        world.send(BrokerFrames.method(1, "basic.consume-ok", "tag"));
        world.expect(new Event.Replied("consumer", new BasicMethod.ConsumeOk("tag")));
        assertEquals("basic.cancel", last());
        world.send(CANCEL_OK);
        world.expect(new Event.Replied("cancel", new BasicMethod.CancelOk("tag")));
        assertEquals("basic.qos", last());
        world.run();
        assertEquals("behind", world.next(Event.Replied.class).attachment());
        world.noViolations();
    }

    @Test
    void brokersCancelIsToldAndNotAnsweredWithNoWait() {
        consuming();
        world.broker.cancelConsumer(1, "tag");
        world.run().expect(new Event.ConsumerCancelled(channel, "tag", "to consumer"));
        assertFalse(world.broker.receivedMethods().contains("basic.cancel-ok"));
        world.broker.cancelConsumer(1, "tag").cancelConsumer(1, "unknown");
        world.run().expectNothing();
        consuming();
        world.noViolations();
    }

    @Test
    void brokersCancelIsAnsweredWithoutNoWait() {
        consuming();
        world.send(BrokerFrames.method(1, "basic.cancel", "tag", false));
        world.expect(new Event.ConsumerCancelled(channel, "tag", "to consumer"));
        assertTrue(world.broker.receivedMethods().contains("basic.cancel-ok"));
    }

    @Test
    void consumerThatComesTooLateIsUndoneAndItsMessagesGivenBack() {
        world.broker.ignore("basic.consume").ignore("basic.cancel");
        world.consume(channel, CONSUME, "late")
                .run()
                .live(ScriptedConnection.LIMIT)
                .next(Event.TimedOut.class);
        world.send(BrokerFrames.method(1, "basic.consume-ok", "tag"));
        assertEquals("basic.cancel", last());
        world.broker.deliver(1, "tag", "", "q", Map.of(), new byte[3]);
        world.run();
        var frames = world.broker.received();
        var reject = (WireFrame.Method) frames.get(frames.size() - 1);
        assertEquals("basic.reject", reject.name());
        assertTrue(reject.flag("requeue"));
        assertEquals(Set.of(), world.broker.unacked(1));
        world.send(BrokerFrames.method(1, "basic.cancel", "tag", true)).expectNothing();
        world.send(BrokerFrames.method(1, "basic.cancel-ok", "tag")).expectNothing();
        world.broker.answerAsUsual("basic.consume");
        consuming();
        world.noViolations();
    }

    @Test
    void consumerThatIsGivenUpIsUndoneWithoutAnEvent() {
        world.broker.ignore("basic.consume");
        world.consume(channel, CONSUME, "unwanted").run();
        world.engine.giveUp("unwanted", world.now());
        world.send(BrokerFrames.method(1, "basic.consume-ok", "tag"));
        assertEquals("basic.cancel", last());
        world.advance(ScriptedConnection.LIMIT).expectNothing();
        world.engine.giveUp("unwanted", world.now()); // harmless
        world.noViolations();
    }

    @Test
    void undoingALateConsumerSparesItsSuccessor() {
        world.broker.ignore("basic.consume");
        world.consume(channel, CONSUME, "late")
                .run()
                .live(ScriptedConnection.LIMIT)
                .next(Event.TimedOut.class);
        world.broker.answerAsUsual("basic.consume");
        world.call(channel, CANCEL, "cancel").consume(channel, CONSUME, "successor");
        world.send(BrokerFrames.method(1, "basic.consume-ok", "tag"));
        world.expect(new Event.Replied("cancel", new BasicMethod.CancelOk("tag")));
        world.expect(new Event.Replied("successor", new BasicMethod.ConsumeOk("tag")));
        assertEquals("basic.consume", last());
        assertEquals("to successor", deliveredTo("tag"));
        world.noViolations();
    }

    @Test
    void pipelinedConsumerThatComesTooLateIsUndoneBeforeWhatWaits() {
        world.broker.ignore("basic.consume").ignore("basic.qos").ignore("basic.cancel");
        channel.pipelined(true);
        channel.consume(CONSUME, "late", "nobody", ScriptedConnection.LIMIT.dividedBy(2), world.now());
        world.call(channel, BasicMethod.Qos.of(1), "qos").run();
        world.live(ScriptedConnection.LIMIT.dividedBy(2)).next(Event.TimedOut.class);
        channel.pipelined(false);
        world.send(BrokerFrames.method(1, "basic.consume-ok", "tag"));
        assertEquals("basic.cancel", last());
        world.send(BrokerFrames.method(1, "basic.cancel-ok", "tag")).expectNothing();
        assertEquals("basic.qos", last());
        world.send(BrokerFrames.method(1, "basic.qos-ok")).next(Event.Replied.class);
        world.noViolations();
    }

    @Test
    void consumeThatIsNeverSentLeavesItsTagFree() {
        world.broker.ignore("basic.qos");
        world.call(channel, BasicMethod.Qos.of(1), null);
        channel.consume(CONSUME, "never", "nobody", ScriptedConnection.LIMIT.dividedBy(2), world.now());
        world.run().advance(ScriptedConnection.LIMIT.dividedBy(2)).next(Event.TimedOut.class);
        world.consume(channel, CONSUME, "consumer").send(BrokerFrames.method(1, "basic.qos-ok"));
        assertEquals("consumer", world.next(Event.Replied.class).attachment());
        assertEquals("to consumer", deliveredTo("tag"));
        world.noViolations();
    }

    @Test
    void cancelThatIsNeverSentLeavesTheTagTaken() {
        consuming();
        world.broker.ignore("basic.qos");
        world.call(channel, BasicMethod.Qos.of(1), null);
        channel.call(CANCEL, "never", ScriptedConnection.LIMIT.dividedBy(2), world.now());
        world.run().advance(ScriptedConnection.LIMIT.dividedBy(2)).next(Event.TimedOut.class);
        assertThrows(IllegalArgumentException.class, () -> world.consume(channel, CONSUME, "twice"));
        channel.call(BasicMethod.Cancel.of("unknown"), "never", ScriptedConnection.LIMIT.dividedBy(4), world.now());
        world.advance(ScriptedConnection.LIMIT.dividedBy(4)).next(Event.TimedOut.class);
        world.consume(channel, CONSUME.consumerTag("unknown"), "other");
        world.send(BrokerFrames.method(1, "basic.qos-ok")).next(Event.Replied.class);
        assertEquals("to consumer", deliveredTo("tag"));
    }

    @Test
    void deliveriesThatCrossTheCloseAreLeftToTheBroker() {
        consuming();
        world.broker.deliver(1, "tag", "", "q", Map.of(), new byte[3]);
        world.closeChannel(channel).toEngine();
        world.expectNothing();
        world.run().next(Event.ChannelClosed.class);
        world.noViolations();
    }

    private void consuming() {
        world.consume(channel, CONSUME, "consumer").run();
        assertEquals("consumer", world.next(Event.Replied.class).attachment());
    }

    private Object deliveredTo(String tag) {
        world.broker.deliver(1, tag, "", "q", Map.of(), new byte[1]);
        return world.run().next(Event.Delivered.class).consumer();
    }

    private String last() {
        var methods = world.broker.receivedMethods();
        return methods.get(methods.size() - 1);
    }
}
