// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Refusal.refused;
import static amqp.integration.support.Session.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import amqp.client.Delivery;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.connection.Verdict;
import amqp.integration.support.Names;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.util.List;
import java.util.Map;

/** Ways through keys, exchanges bound to exchanges, alternate exchanges, copies. */
class RoutingIT {

    @OnEveryBroker
    void topicWordsMatchByPlace(Setup setup) {
        try (var session = Session.on(setup)) {
            String exchange = session.exchange("topic");
            Map<String, String> queues = Map.of(
                    "*.b", session.queue(), "a.#", session.queue(), "#.b.#", session.queue(), "a.*.c", session.queue());
            queues.forEach((pattern, queue) -> session.bind(queue, exchange, pattern));
            List.of("a", "b", "a.b", "a.b.c", "a.c", "").forEach(key -> session.publish(exchange, key, key));
            assertEquals(List.of("a.b"), session.drain(queues.get("*.b")));
            assertEquals(List.of("a", "a.b", "a.b.c", "a.c"), session.drain(queues.get("a.#")));
            assertEquals(List.of("b", "a.b", "a.b.c"), session.drain(queues.get("#.b.#")));
            assertEquals(List.of("a.b.c"), session.drain(queues.get("a.*.c")));
        }
    }

    @OnEveryBroker
    void defaultExchangeRoutesByQueueName(Setup setup) {
        try (var session = Session.on(setup)) {
            String first = session.queue();
            String second = session.queue();
            session.publish("", first, "1");
            session.publish("", second, "2");
            assertEquals(List.of("1"), session.drain(first));
            Delivery delivery = session.get(second);
            assertEquals("", delivery.exchange());
            assertEquals(second, delivery.routingKey());
        }
    }

    @OnRabbitMq
    void alternateExchangesFormAChain(Setup setup) {
        try (var session = Session.on(setup)) {
            String last = session.exchange("fanout");
            String middle = session.exchange(withAlternate("direct", last));
            String front = session.exchange(withAlternate("direct", middle));
            String rest = session.queue();
            String some = session.queue();
            session.bind(rest, last, "");
            session.bind(some, middle, "known in the middle");
            session.publish(front, "known in the middle", "1");
            session.publish(front, "known nowhere", "2");
            assertEquals(List.of("1"), session.drain(some));
            assertEquals(List.of("2"), session.drain(rest));
        }
    }

    @OnRabbitMq
    void alternateExchangesInACycleEnd(Setup setup) {
        try (var session = Session.on(setup)) {
            String one = Names.fresh("direct");
            String two = Names.fresh("direct");
            session.exchange(ExchangeMethod.Declare.of(one, "direct").arguments(alternate(two)));
            session.exchange(ExchangeMethod.Declare.of(two, "direct").arguments(alternate(one)));
            String queue = session.queue();
            session.bind(queue, one, "key");
            session.publish(two, "key", "round the corner");
            session.publish(two, "known nowhere", "lost");
            assertEquals(List.of("round the corner"), session.drain(queue));
            assertEquals(Verdict.RETURNED, publishMandatory(session, one, "known nowhere"));
        }
    }

    @OnRabbitMq
    void alternateExchangeGetsNothingThatHasARoute(Setup setup) {
        try (var session = Session.on(setup)) {
            String other = session.exchange("fanout");
            String front = session.exchange(withAlternate("direct", other));
            String rest = session.queue();
            String queue = session.queue();
            session.bind(rest, other, "");
            session.bind(queue, front, "key");
            session.publish(front, "key", "1");
            assertEquals(List.of("1"), session.drain(queue));
            assertEquals(List.of(), session.drain(rest));
        }
    }

    @OnRabbitMq
    void mandatoryCountsTheAlternateRoute(Setup setup) {
        try (var session = Session.on(setup)) {
            String other = session.exchange("fanout");
            String front = session.exchange(withAlternate("direct", other));
            assertEquals(Verdict.RETURNED, publishMandatory(session, front, "key"));
            session.bind(session.queue(), other, "");
            assertEquals(Verdict.ACKED, publishMandatory(session, front, "key"));
        }
    }

    @OnRabbitMq
    void exchangesBoundInALoopRouteOnce(Setup setup) {
        try (var session = Session.on(setup)) {
            List<String> ring =
                    List.of(session.exchange("fanout"), session.exchange("fanout"), session.exchange("fanout"));
            String queue = session.queue();
            for (int i = 0; i < ring.size(); i++) {
                bindExchange(session, ring.get((i + 1) % ring.size()), ring.get(i));
                session.bind(queue, ring.get(i), "");
            }
            bindExchange(session, ring.get(0), ring.get(0));
            session.publish(ring.get(1), "", "1");
            assertEquals(List.of("1"), session.drain(queue));
        }
    }

    @OnRabbitMq
    void severalWaysToOneQueueGiveOneCopy(Setup setup) {
        try (var session = Session.on(setup)) {
            String front = session.exchange("fanout");
            String left = session.exchange("fanout");
            String right = session.exchange("fanout");
            String queue = session.queue();
            bindExchange(session, left, front);
            bindExchange(session, right, front);
            List.of(left, right).forEach(exchange -> session.bind(queue, exchange, ""));
            session.publish(front, "", "1");
            assertEquals(List.of("1"), session.drain(queue));
        }
    }

    @OnRabbitMq
    void ccGivesCopiesAndIsSeenByAll(Setup setup) {
        try (var session = Session.on(setup)) {
            String to = session.queue();
            String copy = session.queue();
            session.publish("", to, headers(Map.of("CC", List.of(copy))), "1");
            for (String queue : List.of(to, copy)) {
                Delivery delivery = session.get(queue);
                assertEquals("1", text(delivery));
                assertEquals(
                        List.of(copy), delivery.properties().headers().toMap().get("CC"));
            }
        }
    }

    @OnRabbitMq
    void bccGivesCopiesAndIsSeenByNobody(Setup setup) {
        try (var session = Session.on(setup)) {
            String to = session.queue();
            String copy = session.queue();
            session.publish("", to, headers(Map.of("BCC", List.of(copy), "other", 1)), "1");
            for (String queue : List.of(to, copy)) {
                FieldTable seen = session.get(queue).properties().headers();
                assertNull(seen.get("BCC"));
                assertEquals(1, seen.get("other").asInt());
            }
        }
    }

    @OnRabbitMq
    void ccThatIsNoListIs406(Setup setup) {
        refused(setup, 406, channel -> {
            channel.publish("", "anywhere", Message.of(headers(Map.of("CC", "no list")), new byte[0]));
            return channel.queueDeclare();
        });
    }

    @OnRabbitMq
    void directReplyToNeedsItsConsumer406(Setup setup) {
        refused(setup, 406, channel -> {
            var request =
                    BasicProperties.builder().replyTo("amq.rabbitmq.reply-to").build();
            channel.publish("", "anywhere", Message.of(request, new byte[0]));
            return channel.queueDeclare();
        });
    }

    private static Verdict publishMandatory(Session session, String exchange, String key) {
        var channel = session.openChannel();
        Stages.await(channel.confirmSelect());
        return Stages.await(channel.publishConfirmed(
                BasicMethod.Publish.of(exchange, key).mandatory(true), Message.of(new byte[1])));
    }

    private static BasicProperties headers(Map<String, ?> headers) {
        return BasicProperties.builder().headers(FieldTable.of(headers)).build();
    }

    private static ExchangeMethod.Declare withAlternate(String type, String alternate) {
        return ExchangeMethod.Declare.of(Names.fresh(type), type).arguments(alternate(alternate));
    }

    private static FieldTable alternate(String exchange) {
        return FieldTable.of("alternate-exchange", exchange);
    }

    private static void bindExchange(Session session, String destination, String source) {
        Stages.await(session.channel().exchangeBind(ExchangeMethod.Bind.of(destination, source)));
    }
}
