// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Session.next;
import static amqp.integration.support.Session.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import amqp.client.Delivery;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.integration.support.Names;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Refusal;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import java.util.List;

/** Messages that expire, overflow or are rejected, and where they go. */
class DeadLetterIT {
    private static final String ANY_MOMENT = "1";
    private static final String NEVER_IN_THIS_TEST = "3600000";

    @OnRabbitMq
    void messagesExpireByTheirQueue(Setup setup) {
        try (var session = Session.on(setup)) {
            String dead = session.queue();
            session.publish(
                    "", session.queue(dying(dead).put("x-message-ttl", 1).build()), "a", "b");
            var messages = session.consume(dead);
            for (String expected : List.of("a", "b")) {
                Delivery delivery = next(messages);
                assertEquals(expected, text(delivery));
                assertEquals("expired", death(delivery).get("reason").asString());
            }
        }
    }

    @OnRabbitMq("its expiration is a point in time")
    void messagesExpireByThemselves(Setup setup) {
        try (var session = Session.on(setup)) {
            String dead = session.queue();
            String queue = session.queue(dying(dead).build());
            session.publish("", queue, expiring(ANY_MOMENT), "short");
            session.publish("", queue, "long");
            assertEquals("short", text(next(session.consume(dead))));
            assertEquals(List.of("long"), session.drain(queue));
        }
    }

    @OnRabbitMq
    void shorterOfBothLivesCounts(Setup setup) {
        try (var session = Session.on(setup)) {
            String dead = session.queue();
            String brief = session.queue(dying(dead).put("x-message-ttl", 1).build());
            String lasting =
                    session.queue(dying(dead).put("x-message-ttl", 3_600_000).build());
            session.publish("", brief, expiring(NEVER_IN_THIS_TEST), "by the queue");
            var messages = session.consume(dead);
            assertEquals("by the queue", text(next(messages)));
            session.publish("", lasting, expiring(ANY_MOMENT), "by itself");
            assertEquals("by itself", text(next(messages)));
        }
    }

    @OnRabbitMq
    void deadMessageHasNoExpirationAnyMore(Setup setup) {
        try (var session = Session.on(setup)) {
            String dead = session.queue();
            session.publish("", session.queue(dying(dead).build()), expiring(ANY_MOMENT), "a");
            Delivery delivery = next(session.consume(dead));
            assertNull(delivery.properties().expiration());
            assertEquals(ANY_MOMENT, death(delivery).get("original-expiration").asString());
        }
    }

    @OnRabbitMq("it ends the connection")
    void expirationThatIsNoNumberIs406(Setup setup) {
        Refusal.refused(setup, 406, channel -> {
            channel.publish("", "anywhere", Message.of(expiring("soon"), new byte[0]));
            return channel.queueDeclare();
        });
    }

    @OnRabbitMq
    void deadLettersTellWhereAndWhyTheyDied(Setup setup) {
        try (var session = Session.on(setup)) {
            String dead = session.queue();
            String exchange = session.exchange("direct");
            String queue = session.queue(dying(dead).build());
            session.bind(queue, exchange, "key");
            session.publish(exchange, "key", "a");
            session.get(queue).nack(false);
            Delivery delivery = next(session.consume(dead));
            FieldTable death = death(delivery);
            assertEquals("rejected", death.get("reason").asString());
            assertEquals(queue, death.get("queue").asString());
            assertEquals(exchange, death.get("exchange").asString());
            assertEquals(
                    List.of("key"),
                    death.get("routing-keys").asList().stream()
                            .map(FieldValue::asString)
                            .toList());
            assertEquals(1, death.get("count").asLong());
            FieldTable headers = delivery.properties().headers();
            assertEquals("rejected", headers.get("x-first-death-reason").asString());
            assertEquals(queue, headers.get("x-first-death-queue").asString());
            assertEquals(exchange, headers.get("x-first-death-exchange").asString());
        }
    }

    @OnRabbitMq
    void everyDeathIsCounted(Setup setup) {
        try (var session = Session.on(setup)) {
            String exchange = session.exchange("fanout");
            String queue = session.queue(FieldTable.of("x-dead-letter-exchange", exchange)); // back into the same queue
            session.bind(queue, exchange, "");
            session.publish("", queue, "a");
            var messages = session.consume(queue);
            for (int deaths = 1; deaths <= 3; deaths++) {
                next(messages).nack(false);
            }
            Delivery last = next(messages);
            assertEquals(3, deaths(last));
        }
    }

    /** Each queue and reason has its entry. */
    private static long deaths(Delivery delivery) {
        return delivery.properties().headers().get("x-death").asList().stream()
                .mapToLong(each -> each.asTable().get("count").asLong())
                .sum();
    }

    @OnRabbitMq
    void deadLettersKeepTheirKeyUnlessAnotherIsGiven(Setup setup) {
        try (var session = Session.on(setup)) {
            String exchange = session.exchange("topic");
            String kept = session.queue();
            session.bind(kept, exchange, "#");
            String queue = session.queue(FieldTable.of("x-dead-letter-exchange", exchange));
            String renaming = session.queue(FieldTable.builder()
                    .put("x-dead-letter-exchange", exchange)
                    .put("x-dead-letter-routing-key", "renamed")
                    .build());
            var messages = session.consume(kept);
            for (String each : List.of(queue, renaming)) {
                session.publish("", each, "a");
                session.get(each).nack(false);
                assertEquals(
                        each.equals(queue) ? queue : "renamed", next(messages).routingKey());
            }
        }
    }

    @OnRabbitMq
    void overflowingMessagesAreDeadLetters(Setup setup) {
        try (var session = Session.on(setup)) {
            String dead = session.queue();
            String queue = session.queue(dying(dead).put("x-max-length", 1).build());
            session.publish("", queue, "a", "b");
            Delivery delivery = next(session.consume(dead));
            assertEquals("a", text(delivery));
            assertEquals("maxlen", death(delivery).get("reason").asString());
            assertEquals(List.of("b"), session.drain(queue));
        }
    }

    @OnRabbitMq
    void oversizedMessageIsADeadLetter(Setup setup) {
        try (var session = Session.on(setup);
                var small = Session.with(setup.options().maxMessageSize(10).build())) {
            String dead = session.queue();
            var arguments = dying(dead).build();
            String queue = session.sharedQueue(
                    QueueMethod.Declare.durable(Names.fresh("queue")).arguments(arguments));
            session.publish("", queue, "a".repeat(11), "small");
            var messages = Session.consume(small.channel(), BasicMethod.Consume.of(queue));
            assertEquals("small", text(next(messages)));
            assertEquals("a".repeat(11), text(next(session.consume(dead))));
        }
    }

    private static FieldTable.Builder dying(String to) {
        return FieldTable.builder().put("x-dead-letter-exchange", "").put("x-dead-letter-routing-key", to);
    }

    private static BasicProperties expiring(String milliseconds) {
        return BasicProperties.builder().expiration(milliseconds).build();
    }

    /** The latest death. */
    private static FieldTable death(Delivery delivery) {
        return delivery.properties().headers().get("x-death").asList().get(0).asTable();
    }
}
