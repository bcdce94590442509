// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.testkit.wire.BrokerFrames;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that get no reply in time. */
class CallTimeoutTest {
    private static final QueueMethod.Purge PURGE = QueueMethod.Purge.of("q");
    private static final QueueMethod.Delete DELETE = QueueMethod.Delete.of("q");

    private ScriptedConnection world;
    private ChannelEngine channel;

    @BeforeEach
    void openChannel() {
        world = ScriptedConnection.open(
                EngineOptions.builder().tuning(new Tuning(2047, 131_072, 0)).build());
        channel = world.channel();
        world.broker.forgetReceived();
        world.broker.ignore("queue.purge").ignore("queue.delete");
    }

    @Test
    void timesOutExactly() {
        assertEquals(Long.MAX_VALUE, world.engine.nanosUntilTimeout(world.now()));
        give(PURGE, "purge", Duration.ofSeconds(3));
        assertEquals(3_000_000_000L, world.engine.nanosUntilTimeout(world.now()));
        world.advance(Duration.ofNanos(2_999_999_999L)).expectNothing();
        assertEquals(1, world.engine.nanosUntilTimeout(world.now()));
        world.advance(Duration.ofNanos(1)).expect(new Event.TimedOut("purge", PURGE, Duration.ofSeconds(3)));
        assertEquals(Long.MAX_VALUE, world.engine.nanosUntilTimeout(world.now()));
        world.advance(Duration.ofDays(1)).expectNothing();
        world.noViolations();
    }

    @Test
    void lateReplyIsNotTakenForTheNextOnes() {
        give(PURGE, 1, Duration.ofSeconds(1));
        world.run().advance(Duration.ofSeconds(1)).next(Event.TimedOut.class);
        give(PURGE, 2, Duration.ofSeconds(9));
        world.run();
        assertEquals(1, world.broker.receivedMethods().size());
        world.send(BrokerFrames.method(1, "queue.purge-ok", 11)).expectNothing();
        assertEquals(2, world.broker.receivedMethods().size());
        world.send(BrokerFrames.method(1, "queue.purge-ok", 22));
        world.expect(new Event.Replied(2, new QueueMethod.PurgeOk(22)));
        world.noViolations();
    }

    @Test
    void callThatTimesOutWhileItWaitsIsNeverSent() {
        give(PURGE, 1, Duration.ofSeconds(9));
        give(DELETE, 2, Duration.ofSeconds(2));
        give(PURGE, 3, Duration.ofSeconds(9));
        world.publish(channel, "q", "stays", 4).run();
        world.advance(Duration.ofSeconds(2)).expect(new Event.TimedOut(2, DELETE, Duration.ofSeconds(2)));
        world.send(BrokerFrames.method(1, "queue.purge-ok", 1));
        world.expect(new Event.Replied(1, new QueueMethod.PurgeOk(1)));
        world.send(BrokerFrames.method(1, "queue.purge-ok", 3));
        world.expect(new Event.Sent(4), new Event.Replied(3, new QueueMethod.PurgeOk(3)));
        assertEquals(List.of("queue.purge", "queue.purge", "basic.publish"), world.broker.receivedMethods());
        world.noViolations();
    }

    @Test
    void manyTimeOutInTheOrderOfTheirDeadlines() {
        give(PURGE, 3, Duration.ofSeconds(3));
        give(PURGE, 1, Duration.ofSeconds(1));
        give(PURGE, 4, Duration.ofSeconds(4));
        give(PURGE, 2, Duration.ofSeconds(2));
        give(PURGE, 5, ChronoUnit.FOREVER.getDuration());
        assertEquals(1_000_000_000L, world.engine.nanosUntilTimeout(world.now()));
        world.advance(Duration.ofSeconds(3));
        assertEquals(List.of(1, 2, 3), attachments());
        assertEquals(1_000_000_000L, world.engine.nanosUntilTimeout(world.now()));
        world.advance(Duration.ofDays(36_500));
        assertEquals(List.of(4), attachments());
    }

    @Test
    void replyEndsTheDeadline() {
        give(PURGE, 1, Duration.ofSeconds(2));
        give(DELETE, 2, Duration.ofSeconds(1));
        give(PURGE, null, Duration.ofSeconds(1));
        world.run().send(BrokerFrames.method(1, "queue.purge-ok", 1)).next(Event.Replied.class);
        assertEquals(1_000_000_000L, world.engine.nanosUntilTimeout(world.now()));
        world.send(BrokerFrames.method(1, "queue.delete-ok", 1)).next(Event.Replied.class);
        world.advance(Duration.ofDays(1)).expectNothing();
        assertEquals(Long.MAX_VALUE, world.engine.nanosUntilTimeout(world.now()));
    }

    @Test
    void methodsWithoutReplyHaveNoDeadline() {
        give(PURGE, 1, Duration.ofSeconds(5));
        give(new BasicMethod.Ack(0, true), 2, Duration.ofSeconds(1));
        world.run().advance(Duration.ofSeconds(2)).expectNothing();
        world.send(BrokerFrames.method(1, "queue.purge-ok", 1)).expect(new Event.Sent(2));
        world.next(Event.Replied.class);
        world.noViolations();
    }

    @Test
    void callsOfAClosedChannelTimeOutNoMore() {
        give(PURGE, 1, Duration.ofSeconds(5));
        give(PURGE, 2, Duration.ofSeconds(1));
        world.run().advance(Duration.ofSeconds(1)).next(Event.TimedOut.class);
        world.broker.closeChannel(1, 404, "gone", 0, 0);
        var reason = new CloseReason.ByPeer(404, "gone", 0, 0);
        world.run().expect(new Event.Failed(1, reason), new Event.ChannelClosed(channel, reason));
        assertEquals(Long.MAX_VALUE, world.engine.nanosUntilTimeout(world.now()));
        world.advance(Duration.ofDays(1)).expectNothing();
        assertEquals("closed by the broker with 404 NOT_FOUND: gone", reason.describe());
    }

    private void give(amqp.codec.method.Method method, Object attachment, Duration limit) {
        channel.call(method, attachment, limit, world.now());
    }

    private List<Object> attachments() {
        return world.takeAll(Event.TimedOut.class).stream()
                .map(Event.TimedOut::attachment)
                .toList();
    }
}
