// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.blocking.PublishFailedException;
import amqp.client.Channel;
import amqp.client.Returned;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Confirms, returns, transactions. */
class PublishingIT {
    private static final int THREADS = 4;
    private static final int PER_THREAD = 500;

    @OnEveryBroker
    void everyPublishIsConfirmed(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            Stages.await(session.channel().confirmSelect());
            List<CompletionStage<Verdict>> verdicts = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                verdicts.add(publish(session.channel(), "", queue, i));
            }
            verdicts.forEach(verdict -> assertEquals(Verdict.ACKED, Stages.await(verdict)));
            assertEquals(
                    5_000, Stages.await(session.channel().queuePurge(queue)).messageCount());
        }
    }

    @OnEveryBroker
    void returnsAreMatchedToTheirOwnPublish(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            Stages.await(session.channel().confirmSelect());
            List<CompletableFuture<Void>> threads = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String nowhere = "nowhere-" + thread + "-";
                threads.add(CompletableFuture.runAsync(
                        () -> publishSomeInVain(session.channel(), queue, nowhere, inVain(setup))));
            }
            threads.forEach(Stages::await);
            assertEquals(
                    THREADS * PER_THREAD / 2,
                    Stages.await(session.channel().queuePurge(queue)).messageCount());
        }
    }

    /** Every other message has no queue to go to. */
    private static void publishSomeInVain(Channel channel, String queue, String nowhere, Verdict inVain) {
        List<CompletionStage<Verdict>> verdicts = new ArrayList<>();
        for (int i = 0; i < PER_THREAD; i++) {
            verdicts.add(publish(channel, "", i % 2 == 0 ? queue : nowhere + i, i));
        }
        for (int i = 0; i < PER_THREAD; i++) {
            assertEquals(i % 2 == 0 ? Verdict.ACKED : inVain, Stages.await(verdicts.get(i)));
        }
    }

    /** In confirm mode Qpid refuses a mandatory message without a route, and only then sends it back. */
    private static Verdict inVain(Setup setup) {
        return setup.broker().isRabbitMq() ? Verdict.RETURNED : Verdict.NACKED;
    }

    private static CompletionStage<Verdict> publish(Channel channel, String exchange, String key, int number) {
        return channel.publishConfirmed(
                BasicMethod.Publish.of(exchange, key).mandatory(true), Message.of(body(number)));
    }

    private static byte[] body(int number) {
        return Integer.toString(number).getBytes(UTF_8);
    }

    @OnEveryBroker
    void returnedMessageComesBackWhole(Setup setup) {
        try (var session = Session.on(setup)) {
            var returned = new CompletableFuture<Returned>();
            session.channel().onReturn(returned::complete);
            var properties = BasicProperties.builder().messageId("7").build();
            session.channel()
                    .publish(BasicMethod.Publish.of("", "nowhere").mandatory(true), Message.of(properties, body(7)));
            Returned back = Stages.await(returned);
            assertEquals(ReplyCode.NO_ROUTE, back.replyCode());
            assertEquals("nowhere", back.routingKey());
            assertEquals("7", back.properties().messageId());
            assertEquals("7", new String(back.body(), UTF_8));
        }
    }

    @OnEveryBroker
    void blockingPublishSaysThatItFailed(Setup setup) {
        try (var session = Session.on(setup);
                var channel = session.openBlockingChannel()) {
            channel.confirmSelect();
            var nowhere = BasicMethod.Publish.of("", "nowhere").mandatory(true);
            var failure =
                    assertThrows(PublishFailedException.class, () -> channel.publish(nowhere, Message.of(body(1))));
            assertEquals(inVain(setup), failure.verdict());
            channel.publish("", session.queue(), Message.of(body(2)));
        }
    }

    @OnRabbitMq
    void fullQueueRefuses(Setup setup) {
        try (var session = Session.on(setup)) {
            var arguments = FieldTable.builder()
                    .put("x-max-length", 1)
                    .put("x-overflow", "reject-publish")
                    .build();
            String queue = Stages.await(session.channel()
                            .queueDeclare(QueueMethod.Declare.of("")
                                    .durable(false)
                                    .exclusive(true)
                                    .arguments(arguments)))
                    .queue();
            Stages.await(session.channel().confirmSelect());
            List<Verdict> verdicts = Stream.of(0, 1, 2)
                    .map(number -> Stages.await(publish(session.channel(), "", queue, number)))
                    .toList();
            assertEquals(List.of(Verdict.ACKED, Verdict.NACKED, Verdict.NACKED), verdicts);
        }
    }

    @OnEveryBroker
    void confirmsNeedConfirmMode(Setup setup) {
        try (var session = Session.on(setup)) {
            assertThrows(IllegalStateException.class, () -> publish(session.channel(), "", "anywhere", 0));
        }
    }

    @OnEveryBroker
    void transactionOfPublishes(Setup setup) {
        try (var session = Session.on(setup);
                var transacted = session.openBlockingChannel()) {
            String queue = session.sharedQueue();
            transacted.txSelect();
            transacted.publish("", queue, Message.of(body(1)));
            assertEquals(List.of(), session.drain(queue), "nothing before the commit");
            transacted.txCommit();
            transacted.publish("", queue, Message.of(body(2)));
            transacted.txRollback();
            assertEquals(List.of("1"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void transactionOfAcks(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            session.publish("", queue, "committed", "not");
            try (var transacted = session.openBlockingChannel()) {
                transacted.txSelect();
                transacted.basicGet(queue).orElseThrow().ack();
                transacted.txCommit();
                transacted.basicGet(queue).orElseThrow().ack();
                transacted.txRollback();
            }
            assertEquals(List.of("not"), session.drain(queue));
        }
    }
}
