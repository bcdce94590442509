// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Messages cross between this client and RabbitMQ's own, both ways. */
class InteroperabilityIT {
    private static final int FRAME_OVERHEAD = 8;

    private static final String IN_A_WHILE =
            Long.toString(Instant.now().plus(Duration.ofHours(1)).toEpochMilli());
    private static final Instant TIMESTAMP = Instant.ofEpochSecond(1_700_000_000);

    @OnEveryBroker
    void bodiesOfEverySizeGoOut(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            Stages.await(crossing.ours().channel().confirmSelect());
            for (int size : sizes(crossing.ours())) {
                byte[] body = random(size);
                assertEquals(
                        Verdict.ACKED,
                        Stages.await(crossing.ours()
                                .channel()
                                .publishConfirmed(
                                        BasicMethod.Publish.of("", crossing.queue()),
                                        Message.of(BasicProperties.persistent(), body))));
                assertArrayEquals(
                        body, crossing.theirs().basicGet(crossing.queue(), true).getBody(), () -> size + " bytes");
            }
        });
    }

    @OnEveryBroker
    void bodiesOfEverySizeComeIn(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            crossing.theirs().confirmSelect();
            for (int size : sizes(crossing.ours())) {
                byte[] body = random(size);
                crossing.theirs().basicPublish("", crossing.queue(), null, body);
                crossing.theirs().waitForConfirmsOrDie(Stages.PATIENCE.toMillis());
                assertArrayEquals(body, crossing.take().body(), () -> size + " bytes");
            }
        });
    }

    private static List<Integer> sizes(Session session) {
        int frameMax = session.connection().tuning().frameMax();
        int whole = frameMax - FRAME_OVERHEAD;
        return List.of(0, 1, whole - 1, whole, whole + 1, 2 * frameMax, 1 << 20, 16 << 20);
    }

    private static byte[] random(int size) {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        return body;
    }

    @OnEveryBroker
    void everyPropertyGoesOut(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            var properties = BasicProperties.builder()
                    .contentType("text/plain")
                    .contentEncoding("utf-8")
                    .headers(FieldTable.of("k", "v"))
                    .deliveryMode(2)
                    .priority(7)
                    .correlationId("correlation")
                    .replyTo("reply")
                    .expiration(expiration(setup))
                    .messageId("message \u20ac")
                    .timestamp(TIMESTAMP)
                    .type("type")
                    .userId(setup.broker().user())
                    .appId("application")
                    .clusterId("cluster")
                    .build();
            crossing.ours().channel().publish("", crossing.queue(), Message.of(properties, new byte[0]));
            assertEquals(theirProperties(setup), comparable(crossing.arrived().getProps()));
        });
    }

    @OnEveryBroker
    void everyPropertyComesIn(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            crossing.theirs().basicPublish("", crossing.queue(), theirProperties(setup), new byte[0]);
            BasicProperties properties = crossing.next().properties();
            assertEquals("text/plain", properties.contentType());
            assertEquals("utf-8", properties.contentEncoding());
            assertEquals(Map.of("k", "v"), properties.headers().toMap());
            assertEquals(2, properties.deliveryMode());
            assertEquals(7, properties.priority());
            assertEquals("correlation", properties.correlationId());
            assertEquals("reply", properties.replyTo());
            assertEquals(expiration(setup), properties.expiration());
            assertEquals("message \u20ac", properties.messageId());
            assertEquals(TIMESTAMP, properties.timestamp());
            assertEquals("type", properties.type());
            assertEquals(setup.broker().user(), properties.userId());
            assertEquals("application", properties.appId());
            assertEquals("cluster", properties.clusterId());
        });
    }

    /** Milliseconds from now on, but for Qpid a point in time. */
    private static String expiration(Setup setup) {
        return setup.broker().isRabbitMq() ? "60000" : IN_A_WHILE;
    }

    private static AMQP.BasicProperties theirProperties(Setup setup) {
        return new AMQP.BasicProperties(
                "text/plain",
                "utf-8",
                Map.of("k", "v"),
                2,
                7,
                "correlation",
                "reply",
                expiration(setup),
                "message \u20ac",
                Date.from(TIMESTAMP),
                "type",
                setup.broker().user(),
                "application",
                "cluster");
    }

    /** Their strings in headers have a type of their own when they come from the wire. */
    private static AMQP.BasicProperties comparable(AMQP.BasicProperties properties) {
        var headers = new LinkedHashMap<String, Object>();
        properties.getHeaders().forEach((key, value) -> headers.put(key, value.toString()));
        return properties.builder().headers(headers).build();
    }

    @OnRabbitMq
    void directReplyTo(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            var replies = Session.consume(
                    crossing.ours().channel(),
                    BasicMethod.Consume.of("amq.rabbitmq.reply-to").noAck(true));
            var request =
                    BasicProperties.builder().replyTo("amq.rabbitmq.reply-to").build();
            crossing.ours().channel().publish("", crossing.queue(), Message.of(request, "ping".getBytes(UTF_8)));
            GetResponse arrived = crossing.arrived();
            crossing.theirs().basicPublish("", arrived.getProps().getReplyTo(), null, "pong".getBytes(UTF_8));
            assertEquals("pong", Session.text(Session.next(replies)));
        });
    }
}
