// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.integration.support.Names;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.util.List;
import java.util.Map;

/** Exchanges, queues and bindings come and go, and route. */
class TopologyIT {

    @OnEveryBroker
    void declareTellsNameAndCount(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            session.publish("", queue, "a", "b", "c");
            var found = Stages.await(
                    session.channel().queueDeclare(QueueMethod.Declare.of(queue).passive(true)));
            assertEquals(new QueueMethod.DeclareOk(queue, 3, 0), found);
            assertFalse(session.queue().isEmpty(), "the broker gives a name");
        }
    }

    @OnEveryBroker
    void purgeAndDeleteTellWhatWasLost(Setup setup) {
        try (var session = Session.on(setup)) {
            var channel = session.channel();
            String queue = Names.fresh("queue");
            Stages.await(channel.queueDeclare(queue));
            session.publish("", queue, "a", "b", "c");
            assertEquals(3, Stages.await(channel.queuePurge(queue)).messageCount());
            session.publish("", queue, "d", "e");
            assertEquals(2, Stages.await(channel.queueDelete(queue)).messageCount());
        }
    }

    @OnEveryBroker
    void directExchangeRoutesByKey(Setup setup) {
        try (var session = Session.on(setup)) {
            String exchange = session.exchange("direct");
            String queue = session.queue();
            session.bind(queue, exchange, "red");
            session.publish(exchange, "red", "1");
            session.publish(exchange, "blue", "2");
            Stages.await(session.channel().queueUnbind(queue, exchange, "red"));
            session.publish(exchange, "red", "3");
            assertEquals(List.of("1"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void topicAndFanoutExchanges(Setup setup) {
        try (var session = Session.on(setup)) {
            String topic = session.exchange("topic");
            String fanout = session.exchange("fanout");
            String some = session.queue();
            String all = session.queue();
            session.bind(some, topic, "stock.*.eu");
            session.bind(all, topic, "#");
            session.bind(some, fanout, "");
            session.publish(topic, "stock.oil.eu", "1");
            session.publish(topic, "stock.oil.us", "2");
            session.publish(fanout, "whatever", "3");
            assertEquals(List.of("1", "3"), session.drain(some));
            assertEquals(List.of("1", "2"), session.drain(all));
        }
    }

    @OnEveryBroker
    void headersExchangeComparesTypedValues(Setup setup) {
        try (var session = Session.on(setup)) {
            String exchange = session.exchange("headers");
            String queue = session.queue();
            Stages.await(session.channel()
                    .queueBind(QueueMethod.Bind.of(queue, exchange)
                            .arguments(FieldTable.of(Map.of("x-match", "all", "kind", "order", "size", 5)))));
            publishWithHeaders(session, exchange, Map.of("kind", "order", "size", 5), "fits");
            publishWithHeaders(session, exchange, Map.of("kind", "order", "size", 6), "does not");
            assertEquals(List.of("fits"), session.drain(queue));
        }
    }

    private static void publishWithHeaders(Session session, String exchange, Map<String, ?> headers, String body) {
        var properties =
                BasicProperties.builder().headers(FieldTable.of(headers)).build();
        session.channel().publish(exchange, "", Message.of(properties, body.getBytes(UTF_8)));
    }

    @OnEveryBroker
    void withNoWaitTheNextCommandFindsItDone(Setup setup) {
        try (var session = Session.on(setup)) {
            var channel = session.channel();
            String queue = Names.fresh("queue");
            assertNull(Stages.await(channel.queueDeclare(
                    QueueMethod.Declare.of(queue).durable(false).exclusive(true).noWait(true))));
            var found = Stages.await(
                    channel.queueDeclare(QueueMethod.Declare.of(queue).passive(true)));
            assertEquals(queue, found.queue());
        }
    }

    @OnEveryBroker
    void commandsMayBeGivenWithoutWaiting(Setup setup) {
        try (var session = Session.on(setup)) {
            var channel = session.channel();
            String exchange = Names.fresh("direct");
            String queue = Names.fresh("queue");
            channel.exchangeDeclare(ExchangeMethod.Declare.of(exchange, "direct"));
            channel.queueDeclare(QueueMethod.Declare.of(queue).durable(false).exclusive(true));
            channel.queueBind(queue, exchange, "key");
            channel.publish(exchange, "key", Message.of("1".getBytes(UTF_8)));
            assertEquals(List.of("1"), session.drain(queue));
            Stages.await(channel.exchangeDelete(exchange));
        }
    }

    @OnRabbitMq
    void exchangesBindToExchanges(Setup setup) {
        try (var session = Session.on(setup)) {
            var channel = session.channel();
            String front = session.exchange("direct");
            String back = session.exchange("fanout");
            String queue = session.queue();
            session.bind(queue, back, "");
            Stages.await(channel.exchangeBind(back, front, "key"));
            session.publish(front, "key", "1");
            session.publish(front, "other", "2");
            Stages.await(channel.exchangeUnbind(back, front, "key"));
            session.publish(front, "key", "3");
            assertEquals(List.of("1"), session.drain(queue));
        }
    }

    @OnRabbitMq
    void alternateExchangeTakesWhatHasNoRoute(Setup setup) {
        try (var session = Session.on(setup)) {
            String alternate = session.exchange("fanout");
            String exchange = session.exchange(ExchangeMethod.Declare.of(Names.fresh("direct"), "direct")
                    .arguments(FieldTable.of("alternate-exchange", alternate)));
            String queue = session.queue();
            session.bind(queue, alternate, "");
            session.publish(exchange, "nowhere", "1");
            assertEquals(List.of("1"), session.drain(queue));
        }
    }

    @OnRabbitMq
    void namesMayHoldAnyOctets(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = Names.fresh("quéue \u20ac \uD83D\uDE00");
            var declared = Stages.await(session.channel()
                    .queueDeclare(QueueMethod.Declare.of(queue).durable(false).exclusive(true)));
            assertEquals(queue, declared.queue());
            session.publish("", queue, "1");
            assertEquals(List.of("1"), session.drain(queue));
        }
    }
}
