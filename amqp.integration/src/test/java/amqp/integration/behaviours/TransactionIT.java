// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Refusal.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.client.Returned;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Transactions of publishes, acknowledgements and both. */
class TransactionIT {

    @OnEveryBroker
    void commitTakesPublishesAndAcksTogether(Setup setup) {
        try (var session = Session.on(setup)) {
            String from = session.sharedQueue();
            String to = session.sharedQueue();
            session.publish("", from, "a");
            Channel channel = transacted(session);
            move(channel, from, to);
            assertEquals(List.of(), session.drain(to), "nothing before the commit");
            Stages.await(channel.txCommit());
            Stages.await(channel.close());
            assertEquals(List.of("a"), session.drain(to));
            assertEquals(List.of(), session.drain(from));
        }
    }

    @OnEveryBroker
    void rollbackUndoesPublishesAndAcksTogether(Setup setup) {
        try (var session = Session.on(setup)) {
            String from = session.sharedQueue();
            String to = session.sharedQueue();
            session.publish("", from, "a");
            Channel channel = transacted(session);
            move(channel, from, to);
            Stages.await(channel.txRollback());
            Stages.await(channel.close());
            assertEquals(List.of(), session.drain(to));
            assertEquals(List.of("a"), session.drain(from));
        }
    }

    private static void move(Channel channel, String from, String to) {
        Delivery delivery = Stages.await(channel.basicGet(from)).orElseThrow();
        channel.publish("", to, Message.of(delivery.body()));
        delivery.ack();
    }

    @OnEveryBroker
    void channelCloseIsARollback(Setup setup) {
        try (var session = Session.on(setup)) {
            String from = session.sharedQueue();
            String to = session.sharedQueue();
            session.publish("", from, "a");
            Channel channel = transacted(session);
            move(channel, from, to);
            Stages.await(channel.close());
            assertEquals(List.of(), session.drain(to));
            assertEquals(List.of("a"), session.drain(from));
        }
    }

    @OnRabbitMq("it gives back at once")
    void rejectsBelongToTheTransaction(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            session.publish("", queue, "a");
            Channel channel = transacted(session);
            Delivery delivery = Stages.await(channel.basicGet(queue)).orElseThrow();
            channel.basicReject(delivery.deliveryTag(), true);
            assertEquals(List.of(), session.drain(queue), "not before the commit");
            Stages.await(channel.txCommit());
            assertEquals(List.of("a"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void nextTransactionBeginsByItself(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            Channel channel = transacted(session);
            for (String body : List.of("a", "b", "c")) {
                channel.publish("", queue, Message.of(body.getBytes(UTF_8)));
                Stages.await(channel.txCommit());
            }
            channel.publish("", queue, Message.of("not".getBytes(UTF_8)));
            Stages.await(channel.txRollback());
            assertEquals(List.of("a", "b", "c"), session.drain(queue));
        }
    }

    @OnRabbitMq("it closes the channel with 312")
    void returnsComeWithTheCommit(Setup setup) {
        try (var session = Session.on(setup)) {
            Channel channel = transacted(session);
            var returned = new CompletableFuture<Returned>();
            channel.onReturn(returned::complete);
            var nowhere = BasicMethod.Publish.of("", "nowhere").mandatory(true);
            channel.publish(nowhere, Message.of(new byte[] {1}));
            Stages.await(channel.basicQos(1));
            assertFalse(returned.isDone(), "not before the commit");
            Stages.await(channel.txCommit());
            assertEquals("nowhere", Stages.await(returned).routingKey());
        }
    }

    @OnEveryBroker
    void transactionModeMayBeAskedForTwice(Setup setup) {
        try (var session = Session.on(setup)) {
            Channel channel = transacted(session);
            Stages.await(channel.txSelect());
            Stages.await(channel.txCommit());
        }
    }

    @OnRabbitMq("it answers 503")
    void commitWithoutATransactionIs406(Setup setup) {
        refused(setup, 406, Channel::txCommit);
    }

    @OnRabbitMq("it answers 503")
    void rollbackWithoutATransactionIs406(Setup setup) {
        refused(setup, 406, Channel::txRollback);
    }

    private static Channel transacted(Session session) {
        Channel channel = session.openChannel();
        Stages.await(channel.txSelect());
        return channel;
    }
}
