// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import amqp.client.Connection;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.ExchangeMethod;
import amqp.connection.CloseReason;
import amqp.integration.support.Names;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.util.List;

/** Which declarations, deletions and publishes an exchange allows. */
class ExchangeBehaviourIT {

    @OnEveryBroker
    void redeclaringTheSameIsHarmless(Setup setup) {
        try (var session = Session.on(setup)) {
            String exchange = session.exchange("topic");
            String queue = session.queue();
            session.bind(queue, exchange, "#");
            Stages.await(session.channel().exchangeDeclare(ExchangeMethod.Declare.of(exchange, "topic")));
            session.publish(exchange, "any", "1");
            assertEquals(List.of("1"), session.drain(queue));
        }
    }

    @OnRabbitMq("it answers 530")
    void redeclaringWithAnotherTypeIs406(Setup setup) {
        try (var session = Session.on(setup)) {
            String exchange = session.exchange("topic");
            refused(session, 406, channel -> channel.exchangeDeclare(ExchangeMethod.Declare.of(exchange, "direct")));
        }
    }

    @OnRabbitMq("it lets the first declaration stand")
    void redeclaringWithOtherSettingsIs406(Setup setup) {
        try (var session = Session.on(setup)) {
            String exchange = session.exchange("fanout");
            var same = ExchangeMethod.Declare.of(exchange, "fanout");
            for (var other : List.of(
                    same.durable(false),
                    same.autoDelete(true),
                    same.internal(true),
                    same.arguments(FieldTable.of("alternate-exchange", "amq.fanout")))) {
                refused(session, 406, channel -> channel.exchangeDeclare(other));
            }
        }
    }

    @OnEveryBroker
    void passiveDeclareOfAMissingExchangeIs404(Setup setup) {
        refused(
                setup,
                404,
                channel -> channel.exchangeDeclare(ExchangeMethod.Declare.of(Names.fresh("missing"), "direct")
                        .passive(true)));
    }

    @OnEveryBroker
    void passiveDeclareFindsTheStandardExchanges(Setup setup) {
        try (var session = Session.on(setup)) {
            for (String type : List.of("direct", "fanout", "topic")) {
                Stages.await(session.channel()
                        .exchangeDeclare(
                                ExchangeMethod.Declare.of("amq." + type, type).passive(true)));
            }
        }
    }

    @OnRabbitMq("it answers 404")
    void deletingAMissingExchangeIsFine(Setup setup) {
        try (var session = Session.on(setup)) {
            Stages.await(session.channel().exchangeDelete(Names.fresh("missing")));
        }
    }

    @OnEveryBroker
    void unknownTypeIs406OrEndsTheConnectionWith503(Setup setup) {
        if (setup.broker().isRabbitMq4()) {
            refused(setup, 406, channel -> channel.exchangeDeclare(Names.fresh("exchange"), "no-such-type"));
            return;
        }
        Connection connection =
                Stages.await(Connection.open(setup.optionsToEnd().build()));
        var channel = Stages.await(connection.openChannel());
        channel.exchangeDeclare(Names.fresh("exchange"), "no-such-type");
        var reason = assertInstanceOf(CloseReason.ByPeer.class, Stages.await(connection.closed()));
        assertEquals(503, reason.code());
        assertEquals(reason, Stages.await(channel.closed()));
    }

    @OnRabbitMq("it answers 530")
    void defaultExchangeRefusesBinding403(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            refused(session, 403, channel -> channel.queueBind(queue, "", "other"));
            refused(session, 403, channel -> channel.queueUnbind(queue, "", queue));
            refused(session, 403, channel -> channel.exchangeBind(ExchangeMethod.Bind.of("amq.fanout", "")));
        }
    }

    @OnRabbitMq("it answers 530")
    void defaultExchangeRefusesDeletion403(Setup setup) {
        refused(setup, 403, channel -> channel.exchangeDelete(""));
    }

    @OnRabbitMq("it answers 530")
    void reservedNamesRefuseDeclaration403(Setup setup) {
        refused(setup, 403, channel -> channel.exchangeDeclare(ExchangeMethod.Declare.of("amq.mine", "direct")));
    }

    @OnRabbitMq("it ignores the flag")
    void internalExchangeRefusesPublishing403(Setup setup) {
        try (var session = Session.on(setup)) {
            String internal = session.exchange(
                    ExchangeMethod.Declare.of(Names.fresh("internal"), "fanout").internal(true));
            refused(session, 403, channel -> {
                channel.publish(internal, "", Message.of(new byte[0]));
                return channel.queueDeclare();
            });
        }
    }

    @OnRabbitMq
    void internalExchangeRoutesWhatOtherExchangesGiveIt(Setup setup) {
        try (var session = Session.on(setup)) {
            String internal = session.exchange(
                    ExchangeMethod.Declare.of(Names.fresh("internal"), "fanout").internal(true));
            String front = session.exchange("fanout");
            String queue = session.queue();
            Stages.await(session.channel().exchangeBind(ExchangeMethod.Bind.of(internal, front)));
            session.bind(queue, internal, "");
            session.publish(front, "", "1");
            assertEquals(List.of("1"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void deletionIfUnusedSparesAnExchangeInUse406(Setup setup) {
        try (var session = Session.on(setup)) {
            String exchange = session.exchange("fanout");
            String queue = session.sharedQueue();
            session.bind(queue, exchange, "");
            refused(
                    session,
                    406,
                    channel -> channel.exchangeDelete(
                            ExchangeMethod.Delete.of(exchange).ifUnused(true)));
            session.publish(exchange, "", "1");
            assertEquals(List.of("1"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void deletionIfUnusedTakesAnUnusedExchange(Setup setup) {
        try (var session = Session.on(setup)) {
            String exchange = Names.fresh("fanout");
            Stages.await(session.channel().exchangeDeclare(ExchangeMethod.Declare.of(exchange, "fanout")));
            Stages.await(session.channel()
                    .exchangeDelete(ExchangeMethod.Delete.of(exchange).ifUnused(true)));
            assertMissing(session, exchange);
        }
    }

    @OnEveryBroker
    void autoDeleteExchangeGoesWithItsLastBinding(Setup setup) {
        try (var session = Session.on(setup)) {
            String exchange = Names.fresh("direct");
            String queue = session.queue();
            Stages.await(session.channel()
                    .exchangeDeclare(
                            ExchangeMethod.Declare.of(exchange, "direct").autoDelete(true)));
            session.bind(queue, exchange, "a");
            session.bind(queue, exchange, "b");
            unbind(session, queue, exchange, "a");
            session.publish(exchange, "b", "still there");
            assertEquals(List.of("still there"), session.drain(queue));
            unbind(session, queue, exchange, "b");
            assertMissing(session, exchange);
        }
    }

    private static void unbind(Session session, String queue, String exchange, String key) {
        Stages.await(session.channel().queueUnbind(queue, exchange, key));
    }

    private static void assertMissing(Session session, String exchange) {
        var passive = ExchangeMethod.Declare.of(exchange, "direct").passive(true);
        refused(session, 404, channel -> channel.exchangeDeclare(passive));
    }
}
