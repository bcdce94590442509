// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Connection;
import amqp.client.UnconfirmedException;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import amqp.integration.support.Names;
import amqp.integration.support.OnPrivateRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;

/**
 * What RabbitMQ 4 refuses and 3.10 takes, and what both refuse of queues that came with them. Scripted brokers refuse the
 * same, and what only later releases refuse, in {@code LaterBrokersTest} of the client.
 */
class LaterReleasesIT {
    private static final int MEBIBYTE = 1 << 20;

    @OnPrivateRabbitMq
    void sharedQueueThatIsNotDurableEndsTheConnectionWith541(Setup setup) {
        try (var session = Session.with(setup.optionsToEnd().build())) {
            var declare = QueueMethod.Declare.of(Names.fresh("transient")).durable(false);
            var reply = session.channel().queueDeclare(declare);
            if (setup.broker().isRabbitMq4()) {
                assertEquals(541, Stages.failure(ClosedException.class, reply).replyCode());
                assertEnded(session.connection(), 541, "transient_nonexcl_queues");
            } else {
                assertEquals(declare.queue(), Stages.await(reply).queue());
                Stages.await(session.channel().queueDelete(declare.queue()));
            }
        }
    }

    @OnPrivateRabbitMq
    void messageBeyond16MiBIs406(Setup setup) {
        try (var session = Session.on(setup)) {
            var channel = session.openChannel();
            Stages.await(channel.confirmSelect());
            var large = channel.publishConfirmed(
                    BasicMethod.Publish.of("", Names.fresh("nowhere")), Message.of(new byte[17 * MEBIBYTE]));
            if (setup.broker().isRabbitMq4()) {
                var reason = assertInstanceOf(CloseReason.ByPeer.class, Stages.await(channel.closed()));
                assertEquals(406, reason.code());
                assertTrue(reason.text().contains("larger than configured max size 16777216"), reason.text());
                assertEquals(
                        reason,
                        Stages.failure(UnconfirmedException.class, large).why().reason());
            } else {
                assertEquals(Verdict.ACKED, Stages.await(large));
            }
            session.publish("", session.queue(), "the connection goes on");
        }
    }

    @OnPrivateRabbitMq
    void quorumQueueWithAPrefetchOfTheChannelEndsTheConnectionWith540(Setup setup) {
        String queue = declared(setup, "quorum");
        try (var session = Session.with(setup.optionsToEnd().build())) {
            Stages.await(session.channel().basicQos(BasicMethod.Qos.of(10).global(true)));
            var consume = session.channel().basicConsume(BasicMethod.Consume.of(queue), delivery -> {});
            assertEquals(540, Stages.failure(ClosedException.class, consume).replyCode());
            assertEnded(session.connection(), 540, "does not support global qos");
        }
        delete(setup, queue);
    }

    @OnPrivateRabbitMq
    void streamWithAPrefetchOfTheChannelIs406(Setup setup) {
        String queue = declared(setup, "stream");
        refused(setup, 406, channel -> {
            channel.basicQos(BasicMethod.Qos.of(10).global(true));
            return channel.basicConsume(BasicMethod.Consume.of(queue), delivery -> {});
        });
        delete(setup, queue);
    }

    private static void assertEnded(Connection connection, int code, String text) {
        var reason = assertInstanceOf(CloseReason.ByPeer.class, Stages.await(connection.closed()));
        assertEquals(code, reason.code());
        assertTrue(reason.text().contains(text), reason.text());
    }

    private static String declared(Setup setup, String type) {
        try (var session = Session.on(setup)) {
            var declare = QueueMethod.Declare.durable(Names.fresh(type)).queueType(type);
            return Stages.await(session.channel().queueDeclare(declare)).queue();
        }
    }

    private static void delete(Setup setup, String queue) {
        try (var session = Session.on(setup)) {
            Stages.await(session.channel().queueDelete(queue));
        }
    }
}
