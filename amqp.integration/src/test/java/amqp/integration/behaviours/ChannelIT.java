// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.blocking.BlockingConnection;
import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Dispatch;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import amqp.connection.Verdict;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnPrivateRabbitMq;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Channels: many, numbered, and closed by either side while the connection goes on. */
class ChannelIT {
    private static final int CHANNELS = 200;

    @OnEveryBroker
    void twoHundredChannelsWork(Setup setup) {
        try (var session = Session.on(setup)) {
            List<CompletionStage<Channel>> opening = new ArrayList<>();
            for (int i = 1; i < CHANNELS; i++) {
                opening.add(session.connection().openChannel());
            }
            List<Channel> channels =
                    new ArrayList<>(opening.stream().map(Stages::await).toList());
            channels.add(0, session.channel());
            assertEquals(
                    IntStream.rangeClosed(1, CHANNELS).boxed().toList(),
                    channels.stream().map(Channel::number).toList());
            String queue = session.sharedQueue();
            channels.stream().map(Channel::confirmSelect).toList().forEach(Stages::await);
            var publish = BasicMethod.Publish.of("", queue);
            channels.stream()
                    .map(channel -> channel.publishConfirmed(publish, Message.of(new byte[] {1})))
                    .toList()
                    .forEach(verdict -> assertEquals(Verdict.ACKED, Stages.await(verdict)));
            assertEquals(CHANNELS, session.drain(queue).size());
        }
    }

    @OnEveryBroker
    void numbersAreReusedLowestFirst(Setup setup) {
        try (var session = Session.on(setup)) {
            Channel second = session.openChannel();
            Channel third = session.openChannel();
            Channel fourth = session.openChannel();
            Stages.await(third.close());
            Stages.await(second.close());
            assertEquals(2, session.openChannel().number());
            assertEquals(3, session.openChannel().number());
            assertEquals(5, session.openChannel().number());
            assertTrue(fourth.isOpen());
        }
    }

    @OnEveryBroker
    void channelMaxIsHonoured(Setup setup) {
        try (var session = Session.with(setup.options().channelMax(2).build())) {
            assertEquals(2, session.connection().tuning().channelMax());
            Channel second = session.openChannel();
            var refusal = assertThrows(RuntimeException.class, session::openChannel);
            assertTrue(refusal.getMessage().contains("channel"), refusal.getMessage());
            Stages.await(second.close());
            assertEquals(2, session.openChannel().number());
        }
    }

    @OnEveryBroker
    void missingQueueIs404(Setup setup) {
        refused(
                setup,
                404,
                channel -> channel.queueDeclare(
                        QueueMethod.Declare.of("no-such-queue").passive(true)));
    }

    @OnEveryBroker
    void consumingFromAMissingQueueIs404(Setup setup) {
        refused(setup, 404, channel -> channel.basicConsume("no-such-queue", delivery -> {}));
    }

    @OnRabbitMq
    void publishToAMissingExchangeIs404(Setup setup) {
        refused(setup, 404, channel -> {
            channel.publish("no-such-exchange", "", Message.of(new byte[0]));
            return channel.queueDeclare();
        });
    }

    @OnRabbitMq
    void otherSettingsAre406(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            refused(
                    session,
                    406,
                    channel ->
                            channel.queueDeclare(QueueMethod.Declare.of(queue).durable(false)));
        }
    }

    @OnRabbitMq
    void queueInUseIs406(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            session.publish("", queue, "a");
            refused(
                    session,
                    406,
                    channel -> channel.queueDelete(QueueMethod.Delete.of(queue).ifEmpty(true)));
            session.consume(queue);
            refused(
                    session,
                    406,
                    channel -> channel.queueDelete(QueueMethod.Delete.of(queue).ifUnused(true)));
        }
    }

    @OnEveryBroker
    void doubleAckNeverReachesTheBroker(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            session.publish("", queue, "a");
            var delivery = Stages.await(session.channel().basicGet(queue)).orElseThrow();
            delivery.ack();
            assertThrows(DeliveryTagException.class, delivery::ack);
            Stages.await(session.channel().queueDeclare());
            assertTrue(session.channel().isOpen());
        }
    }

    @OnRabbitMq
    void exclusiveQueueOfAnotherIs405(Setup setup) {
        try (var owner = Session.on(setup)) {
            String queue = owner.queue();
            refused(setup, 405, channel -> channel.basicGet(queue));
        }
    }

    @OnRabbitMq
    void brokersOwnExchangesAreNotToBeTouched403(Setup setup) {
        refused(setup, 403, channel -> channel.exchangeDelete("amq.direct"));
    }

    @OnPrivateRabbitMq
    void withoutPermissionIs403(Setup setup) {
        var options = setup.options().credentials("restricted", "restricted").build();
        try (var connection = BlockingConnection.open(options);
                var channel = connection.openChannel();
                var other = connection.openChannel()) {
            var refusal = assertThrows(ClosedException.class, () -> channel.queueDeclare("anything"));
            assertEquals(403, refusal.replyCode());
            Stages.await(channel.channel().closed());
            assertFalse(channel.isOpen());
            other.basicQos(1);
        }
    }

    @OnEveryBroker
    void closeFromInsideACallback(Setup setup) {
        for (Dispatch dispatch : Dispatch.values()) {
            try (var session = Session.on(setup)) {
                String queue = session.queue();
                var closed = new CompletableFuture<CloseReason>();
                Channel channel = Stages.await(session.connection()
                        .openChannel(ChannelOptions.builder().dispatch(dispatch).build()));
                Stages.await(channel.basicConsume(
                        queue, delivery -> delivery.channel().close().thenAccept(closed::complete)));
                session.publish("", queue, "a");
                assertInstanceOf(CloseReason.ByApplication.class, Stages.await(closed));
            }
        }
    }
}
