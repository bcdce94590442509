// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Session.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.client.Dispatch;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What callbacks hear, and what they may do: anything, waiting included. */
class CallbackIT {

    /** Keeps what it hears. */
    private static final class Listening implements DeliveryHandler {
        final CompletableFuture<Delivery> delivery = new CompletableFuture<>();
        final CompletableFuture<String> cancel = new CompletableFuture<>();
        final CompletableFuture<String> cancelOk = new CompletableFuture<>();
        final CompletableFuture<ClosedException> closed = new CompletableFuture<>();

        @Override
        public void onDelivery(Delivery message) {
            delivery.complete(message);
        }

        @Override
        public void onCancel(String consumerTag) {
            cancel.complete(consumerTag);
        }

        @Override
        public void onCancelOk(String consumerTag) {
            cancelOk.complete(consumerTag);
        }

        @Override
        public void onClosed(ClosedException why) {
            closed.complete(why);
        }

        boolean hasEnded() {
            return cancel.isDone() || cancelOk.isDone() || closed.isDone();
        }

        static Listening on(Channel channel, String queue) {
            var consumer = new Listening();
            Stages.await(channel.basicConsume(queue, consumer));
            return consumer;
        }
    }

    @OnEveryBroker
    void everyConsumerHearsThatItsChannelWasClosed(Setup setup) {
        try (var session = Session.on(setup)) {
            Channel channel = session.openChannel();
            String queue = session.queue();
            var consumers =
                    Stream.generate(() -> Listening.on(channel, queue)).limit(3).toList();
            Listening elsewhere = Listening.on(session.channel(), session.queue());
            Stages.await(channel.close());
            consumers.forEach(each -> assertInstanceOf(
                    CloseReason.ByApplication.class, Stages.await(each.closed).reason()));
            assertFalse(elsewhere.hasEnded(), "other channels go on");
        }
    }

    @OnEveryBroker
    void everyConsumerHearsThatTheBrokerClosedItsChannel(Setup setup) {
        try (var session = Session.on(setup)) {
            Channel channel = session.openChannel();
            String queue = session.queue();
            var consumers =
                    Stream.generate(() -> Listening.on(channel, queue)).limit(3).toList();
            channel.queueDeclare(QueueMethod.Declare.of("no-such-queue").passive(true));
            consumers.forEach(
                    each -> assertEquals(404, Stages.await(each.closed).replyCode()));
        }
    }

    @OnEveryBroker
    void everyConsumerHearsThatItsConnectionWasClosed(Setup setup) {
        try (var session = Session.on(setup)) {
            Listening first = Listening.on(session.channel(), session.queue());
            Listening second = Listening.on(session.openChannel(), session.queue());
            Stages.await(session.connection().close());
            Stages.await(first.closed);
            Stages.await(second.closed);
        }
    }

    @OnEveryBroker
    void cancelIsHeardByItsConsumerAlone(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            Listening other = Listening.on(session.channel(), queue);
            var cancelled = new Listening();
            String tag = Stages.await(session.channel().basicConsume(queue, cancelled));
            Stages.await(session.channel().basicCancel(tag));
            assertEquals(tag, Stages.await(cancelled.cancelOk));
            session.publish("", queue, "a");
            assertEquals("a", text(Stages.await(other.delivery)));
            assertFalse(other.hasEnded());
        }
    }

    @OnRabbitMq("it tells no consumer")
    void queueDeletionIsHeardByEveryConsumerOfTheQueue(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            Listening first = Listening.on(session.channel(), queue);
            Listening second = Listening.on(session.openChannel(), queue);
            Listening other = Listening.on(session.channel(), session.queue());
            Stages.await(session.openChannel().queueDelete(queue));
            Stages.await(first.cancel);
            Stages.await(second.cancel);
            assertFalse(other.hasEnded());
        }
    }

    @OnEveryBroker
    void consumerMayCancelItselfAndWait(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            var done = new CompletableFuture<String>();
            Stages.await(session.channel()
                    .basicConsume(
                            queue,
                            delivery -> complete(done, () -> {
                                delivery.ack();
                                return Stages.await(delivery.channel().basicCancel(delivery.consumerTag()))
                                        .consumerTag();
                            })));
            session.publish("", queue, "a");
            assertFalse(Stages.await(done).isEmpty());
        }
    }

    @OnEveryBroker
    void consumerMayDeclarePublishAndConsumeAndWait(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            Channel channel = session.channel();
            Stages.await(channel.confirmSelect());
            var done = new CompletableFuture<Delivery>();
            var published = new CompletableFuture<Verdict>();
            Stages.await(channel.basicConsume(
                    queue,
                    delivery -> complete(published, () -> {
                        String next = Stages.await(channel.queueDeclare()).queue();
                        var publish = BasicMethod.Publish.of("", next);
                        var verdict = Stages.await(channel.publishConfirmed(publish, Message.of(delivery.body())));
                        Stages.await(channel.basicConsume(next, done::complete));
                        return verdict;
                    })));
            session.publish("", queue, "a");
            assertEquals(Verdict.ACKED, Stages.await(published));
            assertEquals("a", text(Stages.await(done)));
        }
    }

    @OnEveryBroker
    void consumerMayOpenAndCloseChannelsAndWait(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            var done = new CompletableFuture<CloseReason>();
            Stages.await(session.channel()
                    .basicConsume(
                            queue,
                            delivery -> complete(done, () -> {
                                Channel another = session.openChannel();
                                Stages.await(another.queueDeclare());
                                return Stages.await(another.close());
                            })));
            session.publish("", queue, "a");
            assertInstanceOf(CloseReason.ByApplication.class, Stages.await(done));
        }
    }

    @OnEveryBroker
    void connectionMayBeClosedFromInsideACallback(Setup setup) {
        for (Dispatch dispatch : Dispatch.values()) {
            try (var session = Session.on(setup)) {
                String queue = session.queue();
                Channel channel = Stages.await(session.connection()
                        .openChannel(ChannelOptions.builder().dispatch(dispatch).build()));
                var closed = new CompletableFuture<CloseReason>();
                Stages.await(channel.basicConsume(
                        queue,
                        delivery -> delivery.channel().connection().close().thenAccept(closed::complete)));
                session.channel().publish("", queue, Message.of(new byte[1]));
                assertInstanceOf(CloseReason.ByApplication.class, Stages.await(closed));
            }
        }
    }

    @OnEveryBroker
    void consumerMayCloseItsConnectionAndWait(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            var closed = new CompletableFuture<CloseReason>();
            Stages.await(session.channel()
                    .basicConsume(
                            queue,
                            delivery -> complete(
                                    closed,
                                    () -> Stages.await(session.connection().close()))));
            session.channel().publish("", queue, Message.of(new byte[1]));
            assertInstanceOf(CloseReason.ByApplication.class, Stages.await(closed));
        }
    }

    @OnEveryBroker
    void returnListenerMayWaitAndThrow(Setup setup) {
        try (var session = Session.on(setup)) {
            Channel channel = session.channel();
            var second = new CompletableFuture<String>();
            channel.onReturn(returned -> {
                String queue = session.queue();
                if (returned.routingKey().equals("nowhere-1")) {
                    throw new IllegalStateException("on purpose");
                }
                second.complete(queue);
            });
            for (String key : List.of("nowhere-1", "nowhere-2")) {
                channel.publish(BasicMethod.Publish.of("", key).mandatory(true), Message.of(new byte[0]));
            }
            assertFalse(Stages.await(second).isEmpty());
        }
    }

    @OnEveryBroker
    void confirmCallbackMayPublishAgain(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            Channel channel = session.channel();
            Stages.await(channel.confirmSelect());
            var publish = BasicMethod.Publish.of("", queue);
            var second = new CompletableFuture<Verdict>();
            channel.publishConfirmed(
                    publish,
                    Message.of(new byte[1]),
                    first -> channel.publishConfirmed(publish, Message.of(new byte[1]), second::complete));
            assertEquals(Verdict.ACKED, Stages.await(second));
            assertEquals(2, session.drain(queue).size());
        }
    }

    @OnEveryBroker
    void closeCallbackMayOpenTheNextChannelAndWait(Setup setup) {
        try (var session = Session.on(setup)) {
            Channel channel = session.openChannel();
            var next = channel.closed().thenApply(reason -> session.openChannel());
            channel.queueDeclare(QueueMethod.Declare.of("no-such-queue").passive(true));
            assertTrue(Stages.await(next).isOpen());
        }
    }

    private interface Work<T> {
        T run();
    }

    /** With what the work gives or throws. */
    private static <T> void complete(CompletableFuture<T> future, Work<T> work) {
        try {
            future.complete(work.run());
        } catch (RuntimeException | Error e) {
            future.completeExceptionally(e);
        }
    }
}
