// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.QueueMethod;
import amqp.testkit.wire.BrokerFrames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Confirm mode: one verdict for each publish. */
class ConfirmTest {
    private ScriptedConnection world;
    private ChannelEngine channel;

    @BeforeEach
    void selectConfirms() {
        world = ScriptedConnection.open();
        channel = world.channel();
        assertFalse(channel.isConfirming());
        world.call(channel, ConfirmMethod.Select.of(), null).run();
        assertTrue(channel.isConfirming());
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE);
    }

    @Test
    void eachGetsItsOwnVerdict() {
        publish(1, 2, 3);
        assertEquals(3, channel.unsettled());
        world.broker.ack(1, 1, false).nack(1, 2, false).ack(1, 3, false);
        world.run();
        expect(Verdict.ACKED, 1);
        expect(Verdict.NACKED, 2);
        expect(Verdict.ACKED, 3);
        assertEquals(0, channel.unsettled());
        world.noViolations();
    }

    @Test
    void multipleSettlesAllUpToTheTag() {
        publish(1, 2, 3, 4, 5);
        world.broker.ack(1, 2, true).nack(1, 4, true);
        world.run();
        expect(Verdict.ACKED, 1, 2);
        expect(Verdict.NACKED, 3, 4);
        assertEquals(1, channel.unsettled());
        publish(6);
        world.broker.ack(1, 0, true);
        world.run();
        expect(Verdict.ACKED, 5, 6);
        world.broker.ack(1, 0, true).nack(1, 0, true);
        world.run().expectNothing();
    }

    @Test
    void verdictsMayComeInAnyOrderAndOnlyTheFirstCounts() {
        publish(1, 2, 3, 4);
        world.broker
                .ack(1, 3, false)
                .nack(1, 3, false)
                .ack(1, 4, true)
                .nack(1, 1, false)
                .nack(1, 4, true);
        world.run();
        expect(Verdict.ACKED, 3, 1, 2, 4);
        world.expectNothing();
    }

    /** A broker that owes one verdict for ever does not make the account of the others grow. */
    @Test
    void publishesThatStayUnsettledCostNoMoreThanThemselves() {
        var tracker = new ConfirmTracker(channel, world.engine);
        tracker.published("first");
        tracker.publishedMandatory("second", BasicMethod.Publish.of("", "q"), Message.of(new byte[0]));
        tracker.awaitAll("wait for two");
        for (int tag = 3; tag < 100_000; tag++) {
            tracker.published(null);
            tracker.settle(tag, false, Verdict.ACKED);
        }
        assertEquals(2, tracker.unsettled());
        assertTrue(tracker.capacity() <= 128, () -> tracker.capacity() + " entries");
        tracker.settle(2, false, Verdict.NACKED);
        tracker.settle(2, false, Verdict.ACKED);
        assertEquals(new Event.Settled(channel, "second", Verdict.NACKED), world.engine.pollEvent());
        tracker.settle(99_999, true, Verdict.ACKED);
        assertEquals(new Event.Settled(channel, "first", Verdict.ACKED), world.engine.pollEvent());
        assertEquals(new Event.AllSettled("wait for two", new ConfirmCounts(1, 1, 0, 0)), world.engine.pollEvent());
        assertEquals(0, tracker.unsettled());
    }

    @Test
    void everyOrderOfVerdictsGivesEachItsOwn() {
        var random = new Random(17);
        var tracker = new ConfirmTracker(channel, world.engine);
        Set<Long> open = new TreeSet<>();
        long last = 0;
        for (int step = 0; step < 100_000; step++) {
            if (random.nextInt(100) < 52 || open.isEmpty()) {
                tracker.published(++last);
                open.add(last);
                continue;
            }
            boolean multiple = random.nextInt(2000) == 0;
            long tag = multiple
                    ? open.iterator().next() + random.nextInt(50)
                    : Math.max(1, last - random.nextInt(random.nextInt(20) == 0 ? 3000 : 30));
            tag = Math.min(tag, last);
            tracker.settle(tag, multiple, Verdict.ACKED);
            long upTo = tag;
            Set<Long> settled = new TreeSet<>();
            open.removeIf(sequence -> (multiple ? sequence <= upTo : sequence == upTo) && settled.add(sequence));
            for (long expected : settled) {
                assertEquals(new Event.Settled(channel, expected, Verdict.ACKED), world.engine.pollEvent());
            }
            assertNull(world.engine.pollEvent());
            assertEquals(open.size(), tracker.unsettled());
        }
    }

    @Test
    void publishesWithoutAttachmentAreCountedToo() {
        publish(1);
        world.publish(channel, "q", "silent", null)
                .publish(channel, "q", true, new byte[1], null)
                .run();
        publish(4);
        assertEquals(4, channel.unsettled());
        world.broker.ack(1, 4, true);
        world.run();
        expect(Verdict.ACKED, 1, 4);
        assertEquals(0, channel.unsettled());
    }

    @Test
    void manyThousandsMayBeOnTheirWay() {
        int count = 50_000;
        var seed = new Random(11);
        List<Integer> open = new ArrayList<>();
        Set<Object> settled = new HashSet<>();
        for (int tag = 1; tag <= count; tag++) {
            world.publish(channel, "q", false, new byte[] {1}, tag);
            open.add(tag);
            if (seed.nextInt(4) == 0) {
                world.broker.ack(1, open.remove(seed.nextInt(open.size())), false);
            }
            if (tag % 1000 == 0) {
                world.run();
                world.broker.forgetReceived();
                world.takeAll(Event.Settled.class).forEach(event -> assertTrue(settled.add(event.attachment())));
                assertEquals(open.size(), channel.unsettled());
            }
        }
        world.broker.nack(1, count, true);
        var rest = world.run().takeAll(Event.Settled.class);
        assertEquals(open, rest.stream().map(Event.Settled::attachment).toList());
        rest.forEach(event -> assertEquals(Verdict.NACKED, event.verdict()));
        assertEquals(count, settled.size() + rest.size());
        assertEquals(0, channel.unsettled());
        world.noViolations();
    }

    @Test
    void ringIsReusedWithoutGrowing() {
        for (int tag = 1; tag <= 1000; tag++) {
            publish(tag);
            world.broker.ack(1, tag, false);
            world.run();
            expect(Verdict.ACKED, tag);
        }
        world.noViolations();
    }

    @Test
    void brokersCloseLeavesTheRestUnknown() {
        publish(1, 2);
        world.broker.ignore("queue.declare");
        world.call(channel, QueueMethod.Declare.of("q"), "declare")
                .publish(channel, "q", "waits", 3)
                .run();
        world.broker.ack(1, 1, false).closeChannel(1, 404, "no exchange", 60, 40);
        world.run();
        var reason = new CloseReason.ByPeer(404, "no exchange", 60, 40);
        expect(Verdict.ACKED, 1);
        // Never sent is not unknown.
        world.expect(new Event.Failed("declare", reason), new Event.Failed(3, reason));
        expect(Verdict.UNKNOWN, 2);
        world.expect(new Event.ChannelClosed(channel, reason)).expectNothing();
        world.noViolations();
    }

    @Test
    void lostConnectionLeavesTheRestUnknown() {
        publish(1, 2);
        world.broker.ack(1, 2, false);
        world.run().cut();
        expect(Verdict.ACKED, 2);
        expect(Verdict.UNKNOWN, 1);
        assertInstanceOf(
                CloseReason.TransportLost.class,
                world.next(Event.ChannelClosed.class).reason());
        assertInstanceOf(CloseReason.TransportLost.class, world.ended());
    }

    @Test
    void verdictsStillCountWhileTheChannelCloses() {
        world.broker.ignore("channel.close");
        publish(1, 2);
        world.closeChannel(channel).run();
        world.broker.ack(1, 1, false);
        world.run();
        expect(Verdict.ACKED, 1);
        world.send(BrokerFrames.method(1, "channel.close-ok"));
        expect(Verdict.UNKNOWN, 2);
        world.next(Event.ChannelClosed.class);
    }

    @Test
    void verdictsStillCountWhileTheConnectionCloses() {
        world.broker.ignore("connection.close");
        publish(1, 2, 3);
        world.close().run().expectNothing();
        world.broker.ack(1, 1, false).nack(1, 2, false);
        world.run();
        expect(Verdict.ACKED, 1);
        expect(Verdict.NACKED, 2);
        world.send(BrokerFrames.method(0, "connection.close-ok"));
        expect(Verdict.UNKNOWN, 3);
        world.next(Event.ChannelClosed.class);
        assertEquals(new CloseReason.ByApplication(200, "bye"), world.ended());
        world.noViolations();
    }

    @Test
    void nothingIsToldAfterTheEndOfTheChannel() {
        world.broker.ignore("channel.close");
        publish(1);
        world.closeChannel(channel).run().live(ScriptedConnection.LIMIT);
        expect(Verdict.UNKNOWN, 1);
        world.next(Event.ChannelClosed.class);
        world.broker.ack(1, 1, false).nack(1, 1, false);
        world.run().expectNothing();
        assertTrue(world.engine.isOpen());
    }

    @Test
    void selectingTwiceGoesOnCounting() {
        publish(1);
        world.call(channel, ConfirmMethod.Select.of().noWait(true), null);
        publish(2);
        world.broker.ack(1, 2, true);
        world.run();
        expect(Verdict.ACKED, 1, 2);
    }

    @Test
    void pipelinedSelectCountsWhatFollowsIt() {
        var other = world.channel();
        other.pipelined(true);
        world.call(other, ConfirmMethod.Select.of(), "select").publish(other, "q", "one", 1);
        world.toBroker();
        world.broker.ack(2, 1, false);
        world.run();
        assertEquals("select", world.next(Event.Replied.class).attachment());
        world.expect(new Event.Settled(other, 1, Verdict.ACKED));
        world.noViolations();
    }

    @Test
    void tagsThatWereNeverGivenAreAViolation() {
        for (long tag : new long[] {2, 1000, -1, Long.MIN_VALUE}) {
            selectConfirms();
            publish(1);
            world.broker.ack(1, tag, tag == 1000);
            world.run();
            expect(Verdict.UNKNOWN, 1);
            world.next(Event.ChannelClosed.class);
            assertEquals(503, ((CloseReason.PeerViolation) world.ended()).code());
        }
    }

    @Test
    void tagZeroWithoutMultipleIsAViolation() {
        world.broker.ack(1, 0, false);
        world.run().next(Event.ChannelClosed.class);
        assertEquals(503, ((CloseReason.PeerViolation) world.ended()).code());
    }

    private void publish(Object... attachments) {
        for (Object attachment : attachments) {
            world.publish(channel, "q", "m", attachment);
        }
        world.run();
    }

    private void expect(Verdict verdict, Object... attachments) {
        for (Object attachment : attachments) {
            world.expect(new Event.Settled(channel, attachment, verdict));
        }
    }
}
