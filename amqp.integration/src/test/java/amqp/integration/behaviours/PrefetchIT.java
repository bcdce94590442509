// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Session.next;
import static amqp.integration.support.Session.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.client.DeliveryBuffer;
import amqp.codec.method.BasicMethod;
import amqp.connection.CloseReason;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How many messages may be unacknowledged. What consumers do not get stays in the queue, where it is counted: the broker
 * handles the count after the deliveries.
 */
class PrefetchIT {
    private static final int MESSAGES = 20;

    @OnRabbitMq("it allows it")
    void prefetchSizeIs540AndEndsTheConnection(Setup setup) {
        try (var session = Session.with(setup.optionsToEnd().build())) {
            var channel = session.openChannel();
            channel.basicQos(BasicMethod.Qos.of(1).prefetchSize(1000));
            var reason = Stages.await(session.connection().closed());
            assertEquals(540, assertInstanceOf(CloseReason.ByPeer.class, reason).code());
        }
    }

    @OnRabbitMq("its message count holds what is unacknowledged too")
    void eachConsumerHasItsOwnBound(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var channel = session.openChannel();
            Stages.await(channel.basicQos(3));
            List<DeliveryBuffer> consumers = consumers(channel, queue, 2);
            fill(session, queue);
            assertEquals(MESSAGES - 6, session.look(queue).messageCount());
            awaitSizes(consumers, 3, 3);
        }
    }

    @OnRabbitMq("its message count holds what is unacknowledged too")
    void globalBoundIsSharedByTheConsumersOfTheChannel(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var channel = session.openChannel();
            Stages.await(channel.basicQos(BasicMethod.Qos.of(3).global(true)));
            List<DeliveryBuffer> consumers = consumers(channel, queue, 2);
            fill(session, queue);
            assertEquals(MESSAGES - 3, session.look(queue).messageCount());
            Await.until(Stages.PATIENCE, () -> total(consumers) == 3, () -> total(consumers) + " came");
        }
    }

    @OnRabbitMq("its message count holds what is unacknowledged too")
    void bothBoundsHoldTogether(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var channel = session.openChannel();
            Stages.await(channel.basicQos(4)); // this would lift the global bound if it came later
            Stages.await(channel.basicQos(BasicMethod.Qos.of(5).global(true)));
            List<DeliveryBuffer> consumers = consumers(channel, queue, 2);
            fill(session, queue);
            assertEquals(MESSAGES - 5, session.look(queue).messageCount());
            Await.until(Stages.PATIENCE, () -> total(consumers) == 5, () -> total(consumers) + " came");
            consumers.forEach(each -> assertTrue(each.size() <= 4, "at most four for one consumer"));
        }
    }

    @OnRabbitMq("its message count holds what is unacknowledged too")
    void changeHoldsForConsumersThatComeLater(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var channel = session.openChannel();
            Stages.await(channel.basicQos(1));
            var before = Session.consume(channel, BasicMethod.Consume.of(queue));
            Stages.await(channel.basicQos(4));
            var after = Session.consume(channel, BasicMethod.Consume.of(queue));
            fill(session, queue);
            assertEquals(MESSAGES - 5, session.look(queue).messageCount());
            awaitSizes(List.of(before, after), 1, 4);
        }
    }

    @OnEveryBroker
    void globalBoundRaisedMidStreamLetsMoreCome(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var channel = session.openChannel();
            Stages.await(channel.basicQos(BasicMethod.Qos.of(2).global(true)));
            var messages = Session.consume(channel, BasicMethod.Consume.of(queue));
            fill(session, queue);
            awaitSizes(List.of(messages), 2);
            Stages.await(channel.basicQos(BasicMethod.Qos.of(6).global(true)));
            awaitSizes(List.of(messages), 6);
        }
    }

    @OnRabbitMq("its message count holds what is unacknowledged too")
    void globalBoundLoweredMidStreamWaitsForAcks(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var channel = session.openChannel();
            Stages.await(channel.basicQos(BasicMethod.Qos.of(4).global(true)));
            var messages = Session.consume(channel, BasicMethod.Consume.of(queue));
            fill(session, queue);
            List<Delivery> first =
                    Stream.generate(() -> next(messages)).limit(4).toList();
            Stages.await(channel.basicQos(BasicMethod.Qos.of(2).global(true)));
            first.subList(0, 2).forEach(Delivery::ack);
            Stages.await(channel.basicQos(BasicMethod.Qos.of(2).global(true))); // the acks have been dealt with
            assertEquals(MESSAGES - 4, session.look(queue).messageCount(), "two are still unacknowledged");
            first.get(2).ack();
            assertEquals("5", text(next(messages)));
        }
    }

    @OnEveryBroker
    void zeroIsNoBound(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var channel = session.openChannel();
            Stages.await(channel.basicQos(0));
            var messages = Session.consume(channel, BasicMethod.Consume.of(queue));
            fill(session, queue);
            awaitSizes(List.of(messages), MESSAGES);
        }
    }

    @OnEveryBroker
    void withoutAcknowledgementsThereIsNoBound(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var channel = session.openChannel();
            Stages.await(channel.basicQos(1));
            var messages =
                    Session.consume(channel, BasicMethod.Consume.of(queue).noAck(true));
            fill(session, queue);
            awaitSizes(List.of(messages), MESSAGES);
        }
    }

    @OnEveryBroker
    void oneAckForManyMakesRoomForAsMany(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var channel = session.openChannel();
            Stages.await(channel.basicQos(5));
            var messages = Session.consume(channel, BasicMethod.Consume.of(queue));
            fill(session, queue);
            Stream.generate(() -> next(messages)).limit(4).toList();
            next(messages).ackMultiple();
            awaitSizes(List.of(messages), 5);
            assertEquals("6", text(next(messages)));
        }
    }

    private static void fill(Session session, String queue) {
        session.publish(
                "",
                queue,
                IntStream.rangeClosed(1, MESSAGES).mapToObj(Integer::toString).toArray(String[]::new));
    }

    private static List<DeliveryBuffer> consumers(Channel channel, String queue, int count) {
        return Stream.generate(() -> Session.consume(channel, BasicMethod.Consume.of(queue)))
                .limit(count)
                .toList();
    }

    private static int total(List<DeliveryBuffer> consumers) {
        return consumers.stream().mapToInt(DeliveryBuffer::size).sum();
    }

    private static void awaitSizes(List<DeliveryBuffer> consumers, Integer... expected) {
        List<Integer> sizes = new ArrayList<>();
        Await.until(
                Stages.PATIENCE,
                () -> {
                    sizes.clear();
                    consumers.forEach(each -> sizes.add(each.size()));
                    return sizes.equals(List.of(expected));
                },
                () -> "waiting in the consumers: " + sizes + " instead of " + List.of(expected));
    }
}
