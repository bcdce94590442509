// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.client.Delivery;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.integration.support.Names;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** What the factories and the typed arguments of the methods make, the broker takes. */
class TypedArgumentsIT {

    @OnRabbitMq("quorum queues and streams are RabbitMQ's")
    void theFactoriesMakeTheirQueues(Setup setup) {
        try (var session = Session.on(setup)) {
            String dead = session.sharedQueue();
            session.sharedQueue(QueueMethod.Declare.durable(Names.fresh("classic"))
                    .deadLetterExchange("")
                    .deadLetterRoutingKey(dead)
                    .messageTtl(Duration.ofHours(1))
                    .expires(Duration.ofHours(2))
                    .maxLength(100)
                    .maxLengthBytes(1_000_000)
                    .overflow("reject-publish")
                    .maxPriority(5)
                    .singleActiveConsumer(true));
            session.sharedQueue(QueueMethod.Declare.quorum(Names.fresh("quorum"))
                    .deadLetterExchange("")
                    .deadLetterRoutingKey(dead)
                    .deadLetterStrategy("at-least-once")
                    .overflow("reject-publish")
                    .deliveryLimit(5)
                    .queueLeaderLocator("client-local")
                    .quorumInitialGroupSize(1));
            session.sharedQueue(QueueMethod.Declare.stream(Names.fresh("stream"))
                    .maxAge(Duration.ofDays(7))
                    .maxLengthBytes(100_000_000)
                    .streamMaxSegmentSizeBytes(1_000_000));
            session.exchange(
                    ExchangeMethod.Declare.of(Names.fresh("direct"), "direct").alternateExchange("amq.fanout"));
            Stages.await(session.channel().queueDeclare(QueueMethod.Declare.exclusive(Names.fresh("mine"))));
        }
    }

    @OnRabbitMq("for its short forms and factories to agree")
    void shortFormsAndFactoriesAgree(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue(QueueMethod.Declare.of(Names.fresh("queue")));
            Stages.await(session.channel().queueDeclare(queue));
            Stages.await(session.channel().queueDeclare(QueueMethod.Declare.durable(queue)));
            String exchange = session.exchange("fanout");
            Stages.await(session.channel().exchangeDeclare(exchange, "fanout"));
        }
    }

    @OnRabbitMq("streams are RabbitMQ's")
    void aStreamIsReadFromWhereTheConsumerSays(Setup setup) {
        try (var session = Session.on(setup)) {
            String stream = session.sharedQueue(QueueMethod.Declare.stream(Names.fresh("stream")));
            session.publish("", stream, "a", "b", "c");
            Stages.await(session.channel().basicQos(10));
            var consume = BasicMethod.Consume.of(stream);
            assertEquals("a", first(session, consume.streamOffset("first")));
            assertEquals("c", first(session, consume.streamOffset(2)));
            assertEquals("a", first(session, consume.streamOffset(Instant.EPOCH.plusSeconds(1))));
        }
    }

    private static String first(Session session, BasicMethod.Consume consume) {
        Delivery first = Session.next(Session.consume(session.channel(), consume));
        Stages.await(session.channel().basicCancel(first.consumerTag()));
        return Session.text(first);
    }

    @OnRabbitMq("for its counts")
    void aFetchedMessageTellsHowManyAreLeft(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            session.publish("", queue, "a", "b", "c");
            assertEquals(OptionalLong.of(2), session.get(queue).messageCount());
            assertEquals(OptionalLong.of(1), session.get(queue).messageCount());
            Delivery last = Session.next(session.consume(queue));
            assertEquals(OptionalLong.empty(), last.messageCount());
            assertEquals(List.of(), session.drain(queue));
        }
    }
}
