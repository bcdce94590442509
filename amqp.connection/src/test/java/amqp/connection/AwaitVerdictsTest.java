// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.QueueMethod;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting for all publishes of a channel, and the window that bounds how many may be without a verdict. */
class AwaitVerdictsTest {
    private ScriptedConnection world;
    private ChannelEngine channel;

    @BeforeEach
    void selectConfirms() {
        world = ScriptedConnection.open();
        channel = world.channel();
        world.call(channel, ConfirmMethod.Select.of(), null).run();
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE);
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            world.publish(channel, "q", "m", null);
        }
        world.run();
    }

    private void await(String attachment) {
        channel.awaitVerdicts(attachment);
        world.run();
    }

    private void expect(String attachment, long acked, long nacked, long returned, long unknown) {
        world.expect(new Event.AllSettled(attachment, new ConfirmCounts(acked, nacked, returned, unknown)));
    }

    @Test
    void endsWithTheLastVerdict() {
        publish(3);
        await("all");
        world.broker.ack(1, 3, false).nack(1, 1, false);
        world.run().expectNothing();
        world.broker.ack(1, 2, false);
        world.run();
        expect("all", 2, 1, 0, 0);
        world.noViolations();
    }

    @Test
    void manyWaitsCountTheirOwnInAnyOrder() {
        int waits = 200;
        for (int i = 0; i < waits; i++) {
            publish(3);
            await("wait " + i);
        }
        var order = IntStream.rangeClosed(1, 3 * waits).boxed().collect(Collectors.toList());
        Collections.shuffle(order, new Random(3));
        for (int tag : order) {
            if (tag % 3 == 0) {
                world.broker.nack(1, tag, false);
            } else {
                world.broker.ack(1, tag, false);
            }
        }
        world.run();
        for (int i = 0; i < waits; i++) {
            expect("wait " + i, 2, 1, 0, 0);
        }
        world.expectNothing();
    }

    @Test
    void countsWhatWasGivenSinceTheCallBefore() {
        publish(2);
        world.broker.ack(1, 2, true);
        world.run();
        publish(1);
        await("first");
        publish(2);
        world.broker.nack(1, 4, false);
        await("second");
        world.broker.ack(1, 5, false);
        world.run().expectNothing();
        world.broker.ack(1, 3, false);
        world.run();
        expect("first", 3, 0, 0, 0);
        expect("second", 1, 1, 0, 0);
        await("nothing");
        expect("nothing", 0, 0, 0, 0);
    }

    @Test
    void countsReturnedOnes() {
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.RETURN);
        world.publish(channel, "nowhere", true, new byte[1], null).run();
        world.next(Event.Returned.class);
        await("all");
        expect("all", 0, 0, 1, 0);
        assertFalse(new ConfirmCounts(0, 0, 1, 0).allAcked());
    }

    @Test
    void publishesThatWaitForTheirTurnCountToo() {
        world.broker.ignore("queue.declare");
        world.call(channel, QueueMethod.Declare.of("q"), null).run();
        publish(2);
        await("all");
        publish(1);
        assertEquals(0, world.broker.publishes().size());
        world.broker.send(1, "queue.declare-ok", "q", 0, 0);
        world.run().expectNothing();
        world.broker.ack(1, 2, true);
        world.run();
        expect("all", 2, 0, 0, 0);
    }

    @Test
    void theEndOfTheChannelIsTheVerdictOfTheRest() {
        publish(2);
        world.broker.ack(1, 1, false).ignore("queue.declare");
        world.run();
        world.call(channel, QueueMethod.Declare.of("q"), null).run();
        publish(1);
        await("all");
        publish(1);
        world.broker.closeChannel(1, 541, "trouble", 0, 0);
        world.run();
        expect("all", 1, 0, 0, 2);
        world.next(Event.ChannelClosed.class);
        assertThrows(ClosedException.class, () -> channel.awaitVerdicts("late"));
    }

    @Test
    void confirmsThatComeWhileTheConnectionClosesCount() {
        publish(1);
        channel.awaitVerdicts("all");
        world.broker.ignore("connection.close");
        world.close().run();
        world.broker.ack(1, 1, false);
        world.run();
        expect("all", 1, 0, 0, 0);
    }

    @Test
    void needsConfirmMode() {
        ChannelEngine plain = world.channel();
        assertEquals(
                "channel 2 is not in confirm mode: call confirmSelect first, and wait for it",
                assertThrows(IllegalStateException.class, () -> plain.awaitVerdicts("all"))
                        .getMessage());
    }

    @Test
    void theWindowCountsWhatWaitsAndWhatIsOnItsWay() {
        channel.publishWindow(2);
        publish(1);
        assertFalse(channel.isWindowFull());
        world.broker.ignore("queue.declare");
        world.call(channel, QueueMethod.Declare.of("q"), null).run();
        publish(1);
        assertTrue(channel.isWindowFull());
        world.broker.ack(1, 1, false);
        world.run();
        assertFalse(channel.isWindowFull());
        world.broker.send(1, "queue.declare-ok", "q", 0, 0);
        world.run();
        publish(1);
        assertTrue(channel.isWindowFull());
        ChannelEngine plain = world.channel();
        plain.publishWindow(1);
        world.publish(plain, "q", "m", null);
        assertFalse(plain.isWindowFull(), "without confirms nothing is awaited");
    }
}
