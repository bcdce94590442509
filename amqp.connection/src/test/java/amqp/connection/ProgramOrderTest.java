// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.ScriptedConnection.Split;
import amqp.testkit.wire.BrokerFrames;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the program gives first goes out first, and a synchronous method holds back what comes after it. */
class ProgramOrderTest {
    private static final QueueMethod.Declare DECLARE = QueueMethod.Declare.of("q");
    private static final byte[] DECLARE_OK = BrokerFrames.method(1, "queue.declare-ok", "q", 0, 0);

    private ScriptedConnection world;
    private ChannelEngine channel;

    @BeforeEach
    void openChannel() {
        world = ScriptedConnection.open();
        channel = world.channel();
        world.broker.deliver(1, "nobody", "", "q", Map.of(), new byte[1]);
        world.broker.deliver(1, "nobody", "", "q", Map.of(), new byte[1]);
        assertEquals(2, world.run().takeAll(Event.Delivered.class).size());
        world.broker.forgetReceived();
    }

    @Test
    void everythingWaitsBehindASynchronousCall() {
        world.broker.ignore("queue.declare");
        world.call(channel, DECLARE, "declare")
                .call(channel, new BasicMethod.Ack(1, true), "ack")
                .publish(channel, "q", "one", "publish")
                .call(channel, ExchangeMethod.Delete.of("e").noWait(true), "no-wait")
                .call(channel, DECLARE, "second")
                .call(channel, new BasicMethod.Reject(2, false), "reject");
        world.run().expectNothing();
        assertEquals(List.of("queue.declare"), world.broker.receivedMethods());

        // The queue is drained before the reply is told, up to the next synchronous method.
        world.send(DECLARE_OK).expect(new Event.Sent("ack"), new Event.Sent("publish"), new Event.Sent("no-wait"));
        assertEquals("declare", world.next(Event.Replied.class).attachment());
        world.expectNothing();
        assertEquals(
                List.of("queue.declare", "basic.ack", "basic.publish", "exchange.delete", "queue.declare"),
                world.broker.receivedMethods());

        world.send(DECLARE_OK).expect(new Event.Sent("reject"));
        assertEquals("second", world.next(Event.Replied.class).attachment());
        world.noViolations();
    }

    @Test
    void withoutASynchronousCallNothingWaits() {
        world.call(channel, new BasicMethod.Ack(0, true), null)
                .call(channel, ExchangeMethod.Declare.of("e", "direct").noWait(true), "declared")
                .publish(channel, "q", "one", null)
                .publish(channel, "q", "two", "sent")
                .call(channel, QueueMethod.Purge.of("q").noWait(true), null);
        world.expect(new Event.Sent("declared"), new Event.Sent("sent")).expectNothing();
        world.run();
        assertEquals(
                List.of("basic.ack", "exchange.declare", "basic.publish", "basic.publish", "queue.purge"),
                world.broker.receivedMethods());
        world.noViolations();
    }

    @Test
    void channelsDoNotWaitForOneAnother() {
        world.broker.ignore("queue.declare");
        var other = world.channel();
        world.call(channel, DECLARE, "declare")
                .call(other, ExchangeMethod.Delete.of("e"), "delete")
                .run();
        assertEquals("delete", world.next(Event.Replied.class).attachment());
        world.noViolations();
    }

    @Test
    void pipelinedCallsGoOutBackToBackAndAreAnsweredInOrder() {
        world.broker.ignore("queue.declare").ignore("exchange.declare").ignore("queue.bind");
        channel.pipelined(true);
        world.call(channel, ExchangeMethod.Declare.of("e", "direct"), 1)
                .call(channel, DECLARE, 2)
                .call(channel, QueueMethod.Bind.of("q", "e"), 3)
                .publish(channel, "q", "behind", 4)
                .run()
                .expect(new Event.Sent(4));
        assertEquals(
                List.of("exchange.declare", "queue.declare", "queue.bind", "basic.publish"),
                world.broker.receivedMethods());
        channel.pipelined(false);
        world.publish(channel, "q", "waits", 5).run().expectNothing();
        world.send(BrokerFrames.method(1, "exchange.declare-ok"), DECLARE_OK, BrokerFrames.method(1, "queue.bind-ok"));
        assertEquals(1, world.next(Event.Replied.class).attachment());
        assertEquals(2, world.next(Event.Replied.class).attachment());
        world.expect(new Event.Sent(5));
        assertEquals(3, world.next(Event.Replied.class).attachment());
        world.noViolations();
    }

    @Test
    void switchingToPipelinedSendsWhatWaits() {
        world.broker.ignore("queue.declare");
        world.call(channel, DECLARE, 1)
                .call(channel, DECLARE, 2)
                .publish(channel, "q", "x", 3)
                .expectNothing();
        channel.pipelined(true);
        world.run().expect(new Event.Sent(3));
        assertEquals(List.of("queue.declare", "queue.declare", "basic.publish"), world.broker.receivedMethods());
        world.send(DECLARE_OK, DECLARE_OK);
        assertEquals(1, world.next(Event.Replied.class).attachment());
        assertEquals(2, world.next(Event.Replied.class).attachment());
        world.noViolations();
    }

    @Test
    void pipelinedCallsBehindAFailingOneFailWithIt() {
        world.broker.refuseOnce("queue.declare", 404, "none");
        channel.pipelined(true);
        world.call(channel, DECLARE, 1)
                .call(channel, DECLARE, 2)
                .publish(channel, "q", "lost", 3)
                .run();
        var reason = new CloseReason.ByPeer(404, "none", 50, 10);
        world.expect(
                new Event.Sent(3),
                new Event.Failed(1, reason),
                new Event.Failed(2, reason),
                new Event.ChannelClosed(channel, reason));
        world.noViolations();
    }

    @Test
    void bodyOfAWaitingPublishIsCopiedAndCounted() {
        world.broker.ignore("queue.declare");
        byte[] body = ScriptedConnection.octets("..original..");
        world.call(channel, DECLARE, null).run();
        assertEquals(0, world.engine.outboundBytes());
        channel.publish("", "q", false, Message.of(body, 2, 8), null);
        assertEquals(8 + 2, world.engine.outboundBytes()); // with the flags of its properties
        java.util.Arrays.fill(body, (byte) 'x');
        world.send(DECLARE_OK).expectNothing();
        assertEquals("original", world.broker.publishes().get(0).text());
        assertEquals(0, world.engine.outboundBytes());
        world.noViolations();
    }

    @ParameterizedTest
    @EnumSource(Split.class)
    void publishesKeepTheirPlaceAmongCallsInAnySplit(Split split) {
        world.split(split);
        for (int i = 0; i < 30; i++) {
            world.publish(channel, "q", "m" + i, null);
            if (i % 3 == 0) {
                world.call(channel, DECLARE, i);
            }
            if (i % 7 == 0) {
                world.run();
            }
        }
        world.run();
        var bodies =
                world.broker.publishes().stream().map(publish -> publish.text()).toList();
        assertEquals(30, bodies.size());
        for (int i = 0; i < 30; i++) {
            assertEquals("m" + i, bodies.get(i));
        }
        assertEquals(10, world.takeAll(Event.Replied.class).size());
        world.noViolations();
    }

    @Test
    void publishesBehindConfirmSelectAreConfirmed() {
        world.call(channel, ConfirmMethod.Select.of(), "select").publish(channel, "q", "one", 1);
        world.run();
        assertEquals("select", world.next(Event.Replied.class).attachment());
        world.expect(new Event.Settled(channel, 1, Verdict.ACKED));
        assertEquals(1, world.broker.publishes().get(0).sequence());
        world.noViolations();
    }

    @Test
    void connectionsOwnCallsKeepTheirOrderToo() {
        world.broker.ignore("connection.update-secret");
        var first = ConnectionMethod.UpdateSecret.of(ScriptedConnection.octets("one"), "renewal");
        world.engine.call(first, 1, ScriptedConnection.LIMIT, world.now());
        world.engine.call(first, 2, ScriptedConnection.LIMIT, world.now());
        world.engine.call(first, null, ScriptedConnection.LIMIT, world.now());
        world.run().expectNothing();
        assertEquals(1, world.broker.receivedMethods().size());
        byte[] ok = BrokerFrames.method(0, "connection.update-secret-ok");
        world.send(ok).expect(new Event.Replied(1, new ConnectionMethod.UpdateSecretOk()));
        world.advance(ScriptedConnection.LIMIT).expect(new Event.TimedOut(2, first, ScriptedConnection.LIMIT));
        world.send(ok).expectNothing();
        world.engine.call(first, 3, ScriptedConnection.LIMIT, world.now());
        world.run().send(ok).expect(new Event.Replied(3, new ConnectionMethod.UpdateSecretOk()));
        world.engine.call(first, 4, ScriptedConnection.LIMIT, world.now());
        world.run().close().run();
        assertInstanceOf(Event.Failed.class, world.takeEvents().get(1));
        world.noViolations();
    }

    @Test
    void largeMethodsAreSentWholeAndRefusedBeyondFrameMax() {
        var arguments = FieldTable.of("large", "x".repeat(100_000));
        world.call(channel, DECLARE.arguments(arguments), "declare").run();
        assertEquals("declare", world.next(Event.Replied.class).attachment());
        world.noViolations();
    }
}
