// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Channel;
import amqp.client.Returned;
import amqp.client.UnconfirmedException;
import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import amqp.integration.support.Names;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Proxies;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.proxy.Direction;
import amqp.testkit.wire.WireFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Confirms and returns, for persistent and transient, mandatory and other messages, with no, one and several queues. */
class ConfirmBehaviourIT {
    private static final byte[] BODY = "body".getBytes(UTF_8);

    @OnEveryBroker
    void everyKindIsConfirmedByOneQueue(Setup setup) {
        assertVerdicts(setup, 1, Verdict.ACKED, Verdict.ACKED);
    }

    @OnEveryBroker
    void everyKindIsConfirmedBySeveralQueues(Setup setup) {
        assertVerdicts(setup, 3, Verdict.ACKED, Verdict.ACKED);
    }

    @OnRabbitMq("in confirm mode it refuses a mandatory message without a route, and returns it afterwards")
    void withoutAQueueTheMandatoryAloneComeBack(Setup setup) {
        assertVerdicts(setup, 0, Verdict.ACKED, Verdict.RETURNED);
    }

    /** Publishes persistent and transient, mandatory and other messages, all at once, to durable queues. */
    private static void assertVerdicts(Setup setup, int count, Verdict plain, Verdict mandatory) {
        try (var session = Session.on(setup)) {
            String exchange = session.exchange("fanout");
            List<String> queues = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                queues.add(session.sharedQueue(QueueMethod.Declare.durable(Names.fresh("durable"))));
                session.bind(queues.get(i), exchange, "");
            }
            Channel channel = confirming(session);
            List<CompletionStage<Verdict>> verdicts = new ArrayList<>();
            List<Verdict> expected = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                boolean isMandatory = i % 2 == 0;
                var properties = i % 4 < 2 ? BasicProperties.persistent() : BasicProperties.EMPTY;
                var method = BasicMethod.Publish.of(exchange, "").mandatory(isMandatory);
                verdicts.add(channel.publishConfirmed(method, Message.of(properties, BODY)));
                expected.add(isMandatory ? mandatory : plain);
            }
            assertEquals(expected, verdicts.stream().map(Stages::await).toList());
            queues.forEach(queue -> assertEquals(40, session.look(queue).messageCount()));
        }
    }

    @OnEveryBroker
    void mandatoryMessageWithARouteIsNotReturned(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            Channel channel = confirming(session);
            List<Returned> returned = new ArrayList<>();
            channel.onReturn(returned::add);
            var publish = BasicMethod.Publish.of("", queue).mandatory(true);
            assertEquals(Verdict.ACKED, Stages.await(channel.publishConfirmed(publish, Message.of(BODY))));
            Stages.await(channel.close());
            assertEquals(List.of(), returned);
            assertEquals(List.of("body"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void messageThatIsNotMandatoryIsDroppedInSilence(Setup setup) {
        try (var session = Session.on(setup)) {
            var first = new CompletableFuture<Returned>();
            session.channel().onReturn(first::complete);
            var publish = BasicMethod.Publish.of("", "nowhere");
            session.channel().publish(publish, Message.of("dropped".getBytes(UTF_8)));
            session.channel().publish(publish.mandatory(true), Message.of(BODY));
            assertArrayEquals(BODY, Stages.await(first).body());
        }
    }

    @OnRabbitMq("it refuses such a message with a nack")
    void returnComesBeforeItsConfirm(Setup setup) {
        try (var proxy = Proxies.to(setup);
                var session = Session.with(setup.optionsVia(proxy.port()).build())) {
            Channel channel = confirming(session);
            var publish = BasicMethod.Publish.of("", "nowhere").mandatory(true);
            Stages.await(channel.publishConfirmed(publish, Message.of(BODY)));
            List<String> came = proxy.taps().get(0).frames(Direction.TO_CLIENT).stream()
                    .filter(WireFrame.Method.class::isInstance)
                    .map(frame -> ((WireFrame.Method) frame).name())
                    .filter(name -> name.equals("basic.return") || name.equals("basic.ack"))
                    .toList();
            assertEquals(List.of("basic.return", "basic.ack"), came);
        }
    }

    @OnEveryBroker
    void returnedBodyOfManyFramesComesBackWhole(Setup setup) {
        try (var session = Session.with(setup.options().frameMax(8192).build())) {
            byte[] body = new byte[2 * 8192 + 1];
            new Random(3).nextBytes(body);
            var returned = new CompletableFuture<Returned>();
            session.channel().onReturn(returned::complete);
            session.channel().publish(BasicMethod.Publish.of("", "nowhere").mandatory(true), Message.of(body));
            assertArrayEquals(body, Stages.await(returned).body());
        }
    }

    @OnEveryBroker
    void publishToAMissingExchangeSaysWhyThereIsNoVerdict(Setup setup) {
        try (var session = Session.on(setup)) {
            Channel channel = confirming(session);
            var publish = BasicMethod.Publish.of("no-such-exchange", "");
            var failure =
                    Stages.failure(UnconfirmedException.class, channel.publishConfirmed(publish, Message.of(BODY)));
            assertEquals(404, failure.why().replyCode());
            assertTrue(failure.getMessage().contains("no-such-exchange"), failure.getMessage());
            Stages.await(channel.closed());
            assertTrue(session.connection().isOpen());
        }
    }

    @OnEveryBroker
    void confirmModeMayBeAskedForTwice(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            Channel channel = confirming(session);
            var publish = BasicMethod.Publish.of("", queue);
            assertEquals(Verdict.ACKED, Stages.await(channel.publishConfirmed(publish, Message.of(BODY))));
            Stages.await(channel.confirmSelect());
            assertEquals(Verdict.ACKED, Stages.await(channel.publishConfirmed(publish, Message.of(BODY))));
        }
    }

    @OnEveryBroker
    void confirmsAndTransactionsExcludeEachOther(Setup setup) {
        try (var session = Session.on(setup)) {
            Channel confirming = confirming(session);
            assertThrows(IllegalStateException.class, confirming::txSelect);
            Channel transacted = session.openChannel();
            Stages.await(transacted.txSelect());
            assertThrows(IllegalStateException.class, transacted::confirmSelect);
            Stages.await(confirming.queueDeclare());
            Stages.await(transacted.queueDeclare());
        }
    }

    private static Channel confirming(Session session) {
        Channel channel = session.openChannel();
        Stages.await(channel.confirmSelect());
        return channel;
    }
}
