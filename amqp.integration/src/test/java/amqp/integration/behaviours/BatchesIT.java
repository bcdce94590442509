// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Delivery;
import amqp.client.Trigger;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import amqp.connection.ConfirmCounts;
import amqp.connection.DeliveryTagException;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Many commands or publishes at a time, and what is heard of them beside their own replies. */
class BatchesIT {
    private static final int DECLARES = 300;
    private static final int PUBLISHES = 2000;

    @OnEveryBroker
    void pipelinedDeclaresAllSucceed(Setup setup) {
        try (var session = Session.on(setup)) {
            Channel channel = pipelined(session);
            List<CompletionStage<QueueMethod.DeclareOk>> declares = IntStream.range(0, DECLARES)
                    .mapToObj(i -> channel.queueDeclare())
                    .toList();
            assertEquals(
                    DECLARES,
                    declares.stream()
                            .map(declare -> Stages.await(declare).queue())
                            .distinct()
                            .count());
        }
    }

    @OnEveryBroker
    void aFailingOneFailsThoseBehindIt(Setup setup) {
        try (var session = Session.on(setup)) {
            Channel channel = pipelined(session);
            CompletionStage<QueueMethod.DeclareOk> before = channel.queueDeclare();
            var missing = channel.queueDeclare(QueueMethod.Declare.of("missing").passive(true));
            var behind = channel.queueDeclare();
            Stages.await(before);
            assertEquals(404, Stages.failure(ClosedException.class, missing).replyCode());
            assertEquals(404, Stages.failure(ClosedException.class, behind).replyCode());
        }
    }

    /** RabbitMQ would answer the declare before the consume, and end the connection for a cancel before its consume-ok. */
    @OnEveryBroker
    void pipelinedConsumesAndCancelsAmongDeclares(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            session.consume(queue); // keeps the queue, which goes with its last consumer
            Channel channel = pipelined(session);
            for (int i = 0; i < 50; i++) {
                var tag = "tag " + i;
                var consumed =
                        channel.basicConsume(BasicMethod.Consume.of(queue).consumerTag(tag), delivery -> {});
                var declared = channel.queueDeclare();
                var cancelled = channel.basicCancel(tag);
                Stages.await(channel.queueDeclare());
                assertEquals(tag, Stages.await(consumed));
                Stages.await(declared);
                assertEquals(tag, Stages.await(cancelled).consumerTag());
            }
        }
    }

    private static Channel pipelined(Session session) {
        return Stages.await(session.connection()
                .openChannel(ChannelOptions.builder().pipelined(true).build()));
    }

    @OnEveryBroker
    void aWindowOfPublishesGetsAllItsVerdicts(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            Channel channel = Stages.await(session.connection()
                    .openChannel(ChannelOptions.builder().publishWindow(50).build()));
            Stages.await(channel.confirmSelect());
            for (int i = 0; i < PUBLISHES; i++) {
                channel.publish("", queue, Message.of(new byte[1]));
            }
            assertEquals(new ConfirmCounts(PUBLISHES, 0, 0, 0), Stages.await(channel.allConfirmed(Stages.PATIENCE)));
        }
    }

    /** Small bodies and such of several frames, more of them than the window takes. */
    @OnEveryBroker
    void messagesPublishedInOneCallArriveInOrderAndAreConfirmed(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            Channel channel = Stages.await(session.connection()
                    .openChannel(ChannelOptions.builder().publishWindow(50).build()));
            Stages.await(channel.confirmSelect());
            List<Message> messages = IntStream.range(0, PUBLISHES)
                    .mapToObj(i -> Message.of(new byte[i % 500 == 0 ? 300_000 : i % 700])
                            .messageId("" + i))
                    .toList();
            CompletionStage<ConfirmCounts> counts =
                    channel.publishAllConfirmed(BasicMethod.Publish.of("", queue), messages);
            assertEquals(new ConfirmCounts(PUBLISHES, 0, 0, 0), Stages.await(counts));
            List<Message> arrived = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<Void> all = new CompletableFuture<>();
            session.channel().basicConsume(BasicMethod.Consume.of(queue).noAck(true), delivery -> {
                arrived.add(Message.of(delivery.body())
                        .messageId(delivery.properties().messageId()));
                if (arrived.size() == PUBLISHES) {
                    all.complete(null);
                }
            });
            Stages.await(all);
            assertEquals(messages, arrived);
        }
    }

    @OnRabbitMq("it nacks instead")
    void whatComesBackIsCountedAsReturned(Setup setup) {
        try (var session = Session.on(setup)) {
            Channel channel = session.openChannel();
            Stages.await(channel.confirmSelect());
            channel.publish(BasicMethod.Publish.of("", "nowhere").mandatory(true), Message.of(new byte[1]));
            assertEquals(new ConfirmCounts(0, 0, 1, 0), Stages.await(channel.allConfirmed(Stages.PATIENCE)));
            CompletionStage<ConfirmCounts> batch = channel.publishAllConfirmed(
                    BasicMethod.Publish.of("", "nowhere").mandatory(true),
                    Collections.nCopies(100, Message.of(new byte[1])));
            assertEquals(new ConfirmCounts(0, 0, 100, 0), Stages.await(batch));
        }
    }

    @OnRabbitMq("its tags may differ")
    void whatIsRecoveredIsAcknowledgedUnderItsNewTag(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            session.publish("", queue, "a");
            Delivery first = get(session.channel(), queue);
            Stages.await(session.channel().basicRecover(true));
            assertThrows(DeliveryTagException.class, first::ack);
            Delivery again = get(session.channel(), queue);
            assertTrue(again.redelivered());
            again.ack();
            Stages.await(session.channel().queueDeclare());
            assertTrue(session.channel().isOpen());
        }
    }

    private static Delivery get(Channel channel, String queue) {
        return Stages.await(channel.basicGet(queue)).orElseThrow();
    }

    @OnEveryBroker
    void aRegisteredCallbackHearsItsCancelOk(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            Channel channel = session.channel();
            String first = Stages.await(channel.basicConsume(queue, delivery -> {}));
            String second = Stages.await(channel.basicConsume(queue, delivery -> {}));
            CompletableFuture<BasicMethod.CancelOk> heard = new CompletableFuture<>();
            session.connection()
                    .callbacks()
                    .register(
                            Trigger.on(channel, BasicMethod.CancelOk.class)
                                    .where(BasicMethod.CancelOk::consumerTag, second)
                                    .onlyOnce(),
                            heard::complete);
            Stages.await(channel.basicCancel(first));
            assertFalse(heard.isDone());
            Stages.await(channel.basicCancel(second));
            assertEquals(second, Stages.await(heard).consumerTag());
        }
    }
}
