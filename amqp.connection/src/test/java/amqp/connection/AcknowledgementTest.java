// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.TxMethod;
import amqp.testkit.wire.WireFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Acknowledgements that leave together go as one, where that says the same. */
class AcknowledgementTest {
    private final ScriptedConnection world = ScriptedConnection.open();
    private final ChannelEngine channel = world.channel();

    private void deliver(ChannelEngine to, int count) {
        for (int i = 0; i < count; i++) {
            world.broker.deliver(to.number(), "tag", "", "q", Map.of(), new byte[1]);
        }
        world.run();
        world.takeEvents();
        world.broker.forgetReceived();
    }

    private AcknowledgementTest ack(long tag) {
        world.call(channel, new BasicMethod.Ack(tag, false), null);
        return this;
    }

    private void expectSent(String... expected) {
        world.run();
        assertEquals(List.of(expected), sent());
        world.noViolations();
    }

    private List<String> sent() {
        List<String> methods = new ArrayList<>();
        for (WireFrame frame : world.broker.received()) {
            if (frame instanceof WireFrame.Method method) {
                methods.add(frame.channel() + " " + method.name() + " " + method.arguments());
            }
        }
        return methods;
    }

    private static String ackOf(int channel, long tag, boolean multiple) {
        return channel + " basic.ack {delivery-tag=" + tag + ", multiple=" + multiple + "}";
    }

    @Test
    void aLoneOneGoesAsItIs() {
        deliver(channel, 2);
        ack(1).expectSent(ackOf(1, 1, false));
    }

    @Test
    void thoseInOrderGoAsOne() {
        deliver(channel, 5);
        ack(1).ack(2).ack(3).expectSent(ackOf(1, 3, true));
        assertEquals(Set.of(4L, 5L), world.broker.unacked(1));
    }

    @Test
    void oneThatLeavesAnOlderOneBehindGoesAlone() {
        deliver(channel, 4);
        ack(1).ack(3).ack(2).ack(4).expectSent(ackOf(1, 1, false), ackOf(1, 3, false), ackOf(1, 4, true));
        assertEquals(Set.of(), world.broker.unacked(1));
    }

    @Test
    void whatIsRejectedIsNotAcknowledged() {
        deliver(channel, 3);
        ack(1);
        world.call(channel, new BasicMethod.Reject(2, true), null);
        ack(3).expectSent(ackOf(1, 1, false), "1 basic.reject {delivery-tag=2, requeue=true}", ackOf(1, 3, false));
    }

    @Test
    void theyKeepTheirPlaceBeforeWhatFollows() {
        deliver(channel, 2);
        ack(1).ack(2);
        world.publish(channel, "q", "behind", null).run();
        assertEquals(List.of("basic.ack", "basic.publish"), world.broker.receivedMethods());
    }

    @Test
    void channelsDoNotMix() {
        ChannelEngine other = world.channel();
        deliver(channel, 2);
        deliver(other, 2);
        ack(1);
        world.call(other, new BasicMethod.Ack(1, false), null);
        ack(2);
        world.call(other, new BasicMethod.Ack(2, false), null);
        expectSent(ackOf(1, 1, false), ackOf(2, 1, false), ackOf(1, 2, false), ackOf(2, 2, false));
    }

    @Test
    void transactionsTakeThemOneByOne() {
        deliver(channel, 2);
        world.call(channel, new TxMethod.Select(), null).run();
        world.broker.forgetReceived();
        ack(1).ack(2).expectSent(ackOf(1, 1, false), ackOf(1, 2, false));
    }

    @Test
    void afterARecoverThatNobodyAnsweredTheyGoOneByOne() {
        deliver(channel, 1);
        world.call(channel, new BasicMethod.RecoverAsync(true), null);
        deliver(channel, 2);
        ack(2).ack(3).expectSent(ackOf(1, 2, false), ackOf(1, 3, false));
    }

    /** In whatever order: what the broker still has is what was not acknowledged, after every flush. */
    @Test
    void anyOrderAcknowledgesWhatWasMeant() {
        long seed = 90_417;
        Random random = new Random(seed);
        TreeSet<Long> outstanding = new TreeSet<>();
        long last = 0;
        for (int round = 0; round < 300; round++) {
            int count = random.nextInt(90);
            deliver(channel, count);
            for (int i = 0; i < count; i++) {
                outstanding.add(++last);
            }
            for (int acks = random.nextInt(100); acks > 0 && !outstanding.isEmpty(); acks--) {
                long tag = random.nextInt(10) == 0
                        ? outstanding.last()
                        : random.nextInt(10) == 0
                                ? outstanding.floor((outstanding.first() + outstanding.last()) / 2)
                                : outstanding.first();
                outstanding.remove(tag);
                ack(tag);
            }
            world.run();
            assertEquals(outstanding, new TreeSet<>(world.broker.unacked(1)), "seed " + seed + ", round " + round);
        }
        world.noViolations();
    }
}
