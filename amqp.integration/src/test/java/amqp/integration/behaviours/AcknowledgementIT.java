// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Session.next;
import static amqp.integration.support.Session.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.codec.method.BasicMethod;
import amqp.connection.CloseReason;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Proxies;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.proxy.Direction;
import amqp.testkit.wire.BrokerFrames;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Acknowledged, given back, rejected; and what the broker does with messages whose channel or connection has gone. */
class AcknowledgementIT {

    @OnEveryBroker
    void nackOfOneGivesBackThatOneAlone(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            List<Delivery> taken = take(session, session.channel(), queue, 3);
            taken.get(1).nack(true);
            assertEquals(List.of("2"), session.drain(queue));
        }
    }

    @OnRabbitMq("it ignores the flag multiple of a nack")
    void nackOfManyGivesBackAllUpToTheTag(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            List<Delivery> taken = take(session, session.channel(), queue, 4);
            session.channel().basicNack(taken.get(2).deliveryTag(), true, true);
            assertEquals(List.of("1", "2", "3"), session.drain(queue));
        }
    }

    @OnRabbitMq("it ignores the flag multiple of a nack")
    void nackOfTagZeroGivesBackAll(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            take(session, session.channel(), queue, 4);
            session.channel().basicNack(0, true, true);
            assertEquals(List.of("1", "2", "3", "4"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void ackOfTagZeroTakesAll(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            Channel channel = session.openChannel();
            take(session, channel, queue, 4);
            channel.basicAck(0, true);
            Stages.await(channel.close());
            assertEquals(List.of(), session.drain(queue));
        }
    }

    @OnEveryBroker
    void whatIsGivenBackInAnyOrderKeepsItsPlace(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            List<Delivery> taken = take(session, session.channel(), queue, 5);
            session.publish("", queue, "6");
            for (int each : List.of(3, 0, 4, 1, 2)) {
                taken.get(each).nack(true);
            }
            assertEquals(List.of("1", "2", "3", "4", "5", "6"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void redeliveredTellsWhatWasDeliveredBefore(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            session.publish("", queue, "a", "b");
            Delivery first = session.get(queue);
            assertFalse(first.redelivered());
            first.nack(true);
            Delivery again = session.get(queue);
            assertEquals("a", text(again));
            assertTrue(again.redelivered());
            assertFalse(session.get(queue).redelivered(), "b never left the queue");
        }
    }

    @OnRabbitMq("it keeps the message")
    void rejectedWithoutRequeueingIsGone(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            Channel channel = session.openChannel();
            List<Delivery> taken = take(session, channel, queue, 3);
            channel.basicReject(taken.get(0).deliveryTag(), false);
            taken.get(1).nack(false);
            Stages.await(channel.close());
            // What was not settled comes back a little after the channel has closed, and all of it in order.
            assertEquals("3", Session.text(Session.next(session.consume(queue))));
            assertEquals(List.of(), session.drain(queue));
        }
    }

    @OnEveryBroker
    void channelCloseGivesBackInOrder(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            Channel channel = session.openChannel();
            take(session, channel, queue, 4).get(1).ack();
            Stages.await(channel.close());
            assertEquals(List.of("1", "3", "4"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void connectionCloseGivesBack(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            try (var other = Session.on(setup)) {
                take(session, other.channel(), queue, 2);
            }
            var messages = session.consume(queue);
            for (String expected : List.of("1", "2")) {
                Delivery again = next(messages);
                assertEquals(expected, text(again));
                assertTrue(again.redelivered());
            }
        }
    }

    @OnEveryBroker
    void lostConnectionGivesBack(Setup setup) {
        try (var session = Session.on(setup);
                var proxy = Proxies.to(setup);
                var other = Session.with(setup.optionsToEndVia(proxy.port()).build())) {
            String queue = session.sharedQueue();
            take(session, other.channel(), queue, 2);
            proxy.reset();
            assertInstanceOf(
                    CloseReason.TransportLost.class,
                    Stages.await(other.connection().closed()));
            var messages = session.consume(queue);
            assertTrue(next(messages).redelivered());
            assertTrue(next(messages).redelivered());
        }
    }

    @OnEveryBroker
    void cancelledConsumerMayStillAcknowledge(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            Channel channel = session.openChannel();
            var messages = Session.consume(channel, BasicMethod.Consume.of(queue));
            session.publish("", queue, "a", "b");
            Delivery first = next(messages);
            next(messages);
            Stages.await(channel.basicCancel(first.consumerTag()));
            assertEquals(List.of(), session.drain(queue), "a cancel gives nothing back");
            first.ack();
            Stages.await(channel.close());
            assertEquals(List.of("b"), session.drain(queue));
        }
    }

    @OnRabbitMq("it allows it")
    void recoverWithoutRequeueingIs540AndEndsTheConnection(Setup setup) {
        try (var session = Session.with(setup.optionsToEnd().build())) {
            session.channel().basicRecover(false);
            var reason = assertInstanceOf(
                    CloseReason.ByPeer.class, Stages.await(session.connection().closed()));
            assertEquals(540, reason.code());
        }
    }

    @OnRabbitMq("it ignores the second ack")
    void secondAckOnTheWireIs406AndEndsItsChannelAlone(Setup setup) {
        try (var proxy = Proxies.to(setup);
                var session = Session.with(setup.optionsVia(proxy.port()).build())) {
            String queue = session.queue();
            Channel channel = session.openChannel();
            Delivery delivery = take(session, channel, queue, 1).get(0);
            delivery.ack();
            Stages.await(channel.basicQos(1)); // the ack has arrived, and nothing is under way
            proxy.inject(
                    Direction.TO_SERVER,
                    BrokerFrames.method(channel.number(), "basic.ack", delivery.deliveryTag(), false));
            assertClosed406(session, channel);
        }
    }

    @OnRabbitMq("it ignores the ack")
    void ackOfAnUnknownTagOnTheWireIs406AndEndsItsChannelAlone(Setup setup) {
        try (var proxy = Proxies.to(setup);
                var session = Session.with(setup.optionsVia(proxy.port()).build())) {
            Channel channel = session.openChannel();
            proxy.inject(Direction.TO_SERVER, BrokerFrames.method(channel.number(), "basic.ack", 99, false));
            assertClosed406(session, channel);
        }
    }

    private static void assertClosed406(Session session, Channel channel) {
        var reason = assertInstanceOf(CloseReason.ByPeer.class, Stages.await(channel.closed()));
        assertEquals(406, reason.code());
        assertTrue(reason.text().contains("unknown delivery tag"), reason.text());
        assertEquals(channel.number(), session.openChannel().number(), "the number is free again");
    }

    @OnEveryBroker
    void anyThreadMayAcknowledge(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            Channel channel = session.openChannel();
            List<Delivery> taken = take(session, channel, queue, 50);
            taken.parallelStream().forEach(Delivery::ack);
            Stages.await(channel.close());
            assertEquals(List.of(), session.drain(queue));
        }
    }

    /** Publishes so many messages, "1" and on, and fetches them on this channel. */
    private static List<Delivery> take(Session session, Channel channel, String queue, int count) {
        session.publish(
                "",
                queue,
                IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toArray(String[]::new));
        return Stream.generate(() -> Stages.await(channel.basicGet(queue)).orElseThrow())
                .limit(count)
                .toList();
    }
}
