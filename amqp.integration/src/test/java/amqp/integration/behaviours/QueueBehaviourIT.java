// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Refusal.refused;
import static amqp.integration.support.Session.next;
import static amqp.integration.support.Session.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.client.Channel;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import amqp.integration.support.Names;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What a queue allows, what it counts, and when it goes. */
class QueueBehaviourIT {

    @OnEveryBroker
    void redeclaringTheSameIsHarmless(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            session.publish("", queue, "a");
            assertEquals(
                    new QueueMethod.DeclareOk(queue, 1, 0),
                    Stages.await(session.channel().queueDeclare(queue)));
        }
    }

    @OnRabbitMq("it refuses arguments of RabbitMQ")
    void redeclaringWithOtherArgumentsIs406(Setup setup) {
        try (var session = Session.on(setup)) {
            var method = QueueMethod.Declare.durable(Names.fresh("queue"));
            session.sharedQueue(method.arguments(FieldTable.of("x-message-ttl", 60_000)));
            refused(session, 406, channel -> channel.queueDeclare(method));
            refused(
                    session,
                    406,
                    channel -> channel.queueDeclare(method.arguments(FieldTable.of("x-message-ttl", 60_001))));
        }
    }

    @OnRabbitMq("it answers some of them with 530")
    void exclusiveQueueRefusesOtherConnections405(Setup setup) {
        try (var owner = Session.on(setup);
                var other = Session.on(setup)) {
            String queue = Names.fresh("exclusive");
            Stages.await(owner.channel()
                    .queueDeclare(QueueMethod.Declare.of(queue).durable(false).exclusive(true)));
            List<Function<Channel, CompletionStage<?>>> commands = List.of(
                    channel -> channel.queueDeclare(
                            QueueMethod.Declare.of(queue).durable(false).exclusive(true)),
                    channel ->
                            channel.queueDeclare(QueueMethod.Declare.of(queue).passive(true)),
                    channel -> channel.queueBind(QueueMethod.Bind.of(queue, "amq.fanout")),
                    channel -> channel.queuePurge(queue),
                    channel -> channel.queueDelete(queue),
                    channel -> channel.basicConsume(queue, delivery -> {}));
            commands.forEach(command -> refused(other, 405, command));
            assertEquals(queue, owner.look(queue).queue());
        }
    }

    @OnRabbitMq("it keeps them")
    void namesLoseCarriageReturnsAndLineFeeds(Setup setup) {
        try (var session = Session.on(setup)) {
            String name = Names.fresh("queue");
            String declared = session.sharedQueue(QueueMethod.Declare.durable("\r" + name + "\r\nx\n"));
            assertEquals(name + "x", session.look(declared).queue());
            assertEquals(name + "x", session.look(name + "x").queue());
        }
    }

    @OnEveryBroker
    void routingKeysKeepCarriageReturnsAndLineFeeds(Setup setup) {
        try (var session = Session.on(setup)) {
            String exchange = session.exchange("direct");
            String queue = session.queue();
            session.bind(queue, exchange, "a\r\nb");
            session.publish(exchange, "ab", "other");
            session.publish(exchange, "a\r\nb", "same");
            var delivery = session.get(queue);
            assertEquals("same", text(delivery));
            assertEquals("a\r\nb", delivery.routingKey());
        }
    }

    @OnRabbitMq("it answers 404")
    void deletingAMissingQueueIsFine(Setup setup) {
        try (var session = Session.on(setup)) {
            var deleted = Stages.await(session.channel().queueDelete(Names.fresh("missing")));
            assertEquals(0, deleted.messageCount());
        }
    }

    @OnEveryBroker
    void deletionIfEmptySparesMessages406(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            session.publish("", queue, "a");
            refused(
                    session,
                    406,
                    channel -> channel.queueDelete(QueueMethod.Delete.of(queue).ifEmpty(true)));
            assertEquals(List.of("a"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void deletionIfUnusedSparesConsumers406(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var messages = session.consume(queue);
            refused(
                    session,
                    406,
                    channel -> channel.queueDelete(QueueMethod.Delete.of(queue).ifUnused(true)));
            session.publish("", queue, "a");
            assertEquals("a", text(next(messages)));
        }
    }

    @OnEveryBroker
    void deletionIfEmptyAndUnusedTakesTheRest(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = Names.fresh("queue");
            Stages.await(session.channel().queueDeclare(queue));
            Stages.await(session.channel()
                    .queueDelete(QueueMethod.Delete.of(queue).ifEmpty(true).ifUnused(true)));
            assertMissing(session, queue);
        }
    }

    @OnEveryBroker
    void countsTellMessagesAndConsumers(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            assertEquals(new QueueMethod.DeclareOk(queue, 0, 0), session.look(queue));
            session.publish("", queue, "a", "b");
            assertEquals(new QueueMethod.DeclareOk(queue, 2, 0), session.look(queue));
            session.drain(queue);
            session.consume(queue);
            session.consume(queue);
            assertEquals(new QueueMethod.DeclareOk(queue, 0, 2), session.look(queue));
        }
    }

    @OnRabbitMq("it counts them")
    void unacknowledgedMessagesAreNotCounted(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            session.publish("", queue, "a", "b", "c");
            var delivery = session.get(queue);
            assertEquals(2, session.look(queue).messageCount());
            delivery.nack(true);
            Await.until(Stages.PATIENCE, () -> session.look(queue).messageCount() == 3, () -> "it is not back");
        }
    }

    @OnRabbitMq("it counts that as purged")
    void purgeLeavesWhatIsUnacknowledged(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            session.publish("", queue, "a", "b", "c");
            var delivery = session.get(queue);
            assertEquals(2, Stages.await(session.channel().queuePurge(queue)).messageCount());
            delivery.nack(true);
            assertEquals(List.of("a"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void autoDeleteQueueGoesWithItsLastConsumer(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = Names.fresh("queue");
            Stages.await(session.channel()
                    .queueDeclare(QueueMethod.Declare.durable(queue).autoDelete(true)));
            String first = Stages.await(session.channel().basicConsume(queue, delivery -> {}));
            String second = Stages.await(session.channel().basicConsume(queue, delivery -> {}));
            Stages.await(session.channel().basicCancel(first));
            assertEquals(1, session.look(queue).consumerCount());
            Stages.await(session.channel().basicCancel(second));
            awaitGone(session, queue);
        }
    }

    @OnEveryBroker
    void exclusiveQueueGoesWithItsConnection(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = Names.fresh("queue");
            try (var owner = Session.on(setup)) {
                Stages.await(owner.channel()
                        .queueDeclare(
                                QueueMethod.Declare.of(queue).durable(false).exclusive(true)));
            }
            // Qpid deletes it only after close-ok.
            Await.until(Stages.PATIENCE, () -> isMissing(session, queue), () -> queue + " is still there");
        }
    }

    @OnRabbitMq("it closes the connection with 403")
    void exclusiveConsumerShutsOthersOut403(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var messages = Session.consume(
                    session.channel(), BasicMethod.Consume.of(queue).exclusive(true));
            refused(session, 403, channel -> channel.basicConsume(queue, delivery -> {}));
            session.publish("", queue, "a");
            assertEquals("a", text(next(messages)));
        }
    }

    @OnEveryBroker
    void emptyNameMeansTheQueueDeclaredLast(Setup setup) {
        try (var session = Session.on(setup)) {
            session.queue();
            String last = session.queue();
            session.bind("", "amq.topic", last);
            session.publish("amq.topic", last, "a");
            assertEquals("a", text(next(session.consume(""))));
        }
    }

    @OnEveryBroker
    void bindingTwiceRoutesOnce(Setup setup) {
        try (var session = Session.on(setup)) {
            String exchange = session.exchange("topic");
            String queue = session.queue();
            session.bind(queue, exchange, "a.*");
            session.bind(queue, exchange, "a.*");
            session.bind(queue, exchange, "a.#");
            session.publish(exchange, "a.b", "1");
            assertEquals(List.of("1"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void bindingToAMissingExchangeIs404(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            refused(session, 404, channel -> channel.queueBind(QueueMethod.Bind.of(queue, "no-such-exchange")));
        }
    }

    @OnRabbitMq
    void unusedQueueExpires(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue(FieldTable.of("x-expires", 100));
            awaitGone(session, queue);
        }
    }

    @OnRabbitMq
    void fullQueueDropsItsHead(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue(FieldTable.of("x-max-length", 2));
            session.publish("", queue, "a", "b", "c", "d");
            assertEquals(List.of("c", "d"), session.drain(queue));
        }
    }

    @OnRabbitMq
    void priorityQueueGivesTheHighestFirst(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue(FieldTable.of("x-max-priority", 5));
            for (int priority : List.of(1, 5, 3)) {
                var properties = BasicProperties.builder().priority(priority).build();
                session.publish("", queue, properties, priority + "a", priority + "b");
            }
            assertEquals(List.of("5a", "5b", "3a", "3b", "1a", "1b"), session.drain(queue));
        }
    }

    /** Asks by publishing: unlike a declaration, that is no use of the queue, so it expires all the same. */
    private static void awaitGone(Session session, String queue) {
        Channel channel = session.openChannel();
        Stages.await(channel.confirmSelect());
        var publish = BasicMethod.Publish.of("", queue).mandatory(true);
        Await.until(
                Stages.PATIENCE,
                () -> Stages.await(channel.publishConfirmed(publish, Message.of(new byte[0]))) != Verdict.ACKED,
                () -> queue + " is still there");
    }

    private static boolean isMissing(Session session, String queue) {
        Channel channel = session.openChannel();
        try {
            Stages.await(channel.queueDeclare(QueueMethod.Declare.of(queue).passive(true)));
        } catch (ClosedException refused) {
            return refused.replyCode() == 404;
        }
        Stages.await(channel.close());
        return false;
    }

    private static void assertMissing(Session session, String queue) {
        var passive = QueueMethod.Declare.of(queue).passive(true);
        refused(session, 404, channel -> channel.queueDeclare(passive));
    }
}
