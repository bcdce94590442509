// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Delivery;
import amqp.client.Returned;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import amqp.integration.support.Names;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.Return;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** This client and RabbitMQ's own are told the same by the broker, and leave the same to each other. */
class OutcomeInteroperabilityIT {
    private static final byte[] BODY = "body".getBytes(UTF_8);

    /** Each sets one. */
    private static List<UnaryOperator<BasicProperties.Builder>> properties(Setup setup) {
        return List.of(
                to -> to.contentType("text/plain"),
                to -> to.contentEncoding("utf-8"),
                to -> to.headers(FieldTable.of("k", "v")),
                to -> to.deliveryMode(2),
                to -> to.priority(7),
                to -> to.correlationId("correlation"),
                to -> to.replyTo("reply"),
                to -> to.expiration("3600000"),
                to -> to.messageId("message \u20ac"),
                to -> to.timestamp(Instant.ofEpochSecond(1_700_000_000)),
                to -> to.type("type"),
                to -> to.userId(setup.broker().user()),
                to -> to.appId("application"),
                to -> to.clusterId("cluster"));
    }

    @OnRabbitMq("an expiration in milliseconds has passed there")
    void eachPropertyAloneComesBackFromTheOtherClient(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            for (var property : properties(setup)) {
                assertComesBack(
                        crossing, property.apply(BasicProperties.builder()).build());
            }
        });
    }

    @OnRabbitMq("an expiration in milliseconds has passed there")
    void allPropertiesButOneComeBackFromTheOtherClient(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            var all = properties(setup);
            for (var without : all) {
                var properties = BasicProperties.builder();
                all.stream().filter(each -> each != without).forEach(each -> each.apply(properties));
                assertComesBack(crossing, properties.build());
            }
        });
    }

    private static void assertComesBack(Crossing crossing, BasicProperties properties) throws IOException {
        crossing.ours().channel().publish("", crossing.queue(), Message.of(properties, BODY));
        GetResponse there = crossing.arrived();
        crossing.theirs().basicPublish("", crossing.queue(), there.getProps(), there.getBody());
        crossing.theirs().queueDeclarePassive(crossing.queue()); // the message has been routed
        assertEquals(properties, crossing.take().properties());
    }

    @OnEveryBroker
    void bothAreToldTheSameOfAReturnedMessage(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            var theirs = new CompletableFuture<Return>();
            crossing.theirs().addReturnListener(theirs::complete);
            crossing.theirs().basicPublish("amq.direct", "nowhere", true, null, BODY);
            var ours = new CompletableFuture<Returned>();
            crossing.ours().channel().onReturn(ours::complete);
            crossing.ours()
                    .channel()
                    .publish(BasicMethod.Publish.of("amq.direct", "nowhere").mandatory(true), Message.of(BODY));
            assertEquals(told(Stages.await(theirs)), told(Stages.await(ours)));
        });
    }

    private static List<Object> told(Return message) {
        return List.of(
                message.getReplyCode(),
                message.getReplyText(),
                message.getExchange(),
                message.getRoutingKey(),
                new String(message.getBody(), UTF_8));
    }

    private static List<Object> told(Returned message) {
        return List.of(
                message.replyCode(),
                message.replyText(),
                message.exchange(),
                message.routingKey(),
                new String(message.body(), UTF_8));
    }

    @OnRabbitMq
    void bothAreToldTheSameByConfirms(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            String full = crossing.ours()
                    .sharedQueue(QueueMethod.Declare.durable(Names.fresh("queue"))
                            .arguments(FieldTable.builder()
                                    .put("x-max-length", 2)
                                    .put("x-overflow", "reject-publish")
                                    .build()));
            List<Verdict> theirs = publishedByTheirs(crossing.theirs(), full);
            crossing.ours().drain(full);
            List<Verdict> ours = publishedByOurs(crossing.ours().channel(), full);
            assertEquals(List.of(Verdict.ACKED, Verdict.ACKED, Verdict.NACKED, Verdict.NACKED), theirs);
            assertEquals(theirs, ours);
        });
    }

    private static List<Verdict> publishedByTheirs(Channel theirs, String queue) throws Exception {
        theirs.confirmSelect();
        var verdicts = new ConcurrentSkipListMap<Long, Verdict>();
        theirs.addConfirmListener(
                (tag, multiple) -> verdicts.put(tag, Verdict.ACKED),
                (tag, multiple) -> verdicts.put(tag, Verdict.NACKED));
        for (int i = 0; i < 4; i++) {
            theirs.basicPublish("", queue, null, BODY);
            theirs.waitForConfirms(Stages.PATIENCE.toMillis());
        }
        return List.copyOf(verdicts.values());
    }

    private static List<Verdict> publishedByOurs(amqp.client.Channel ours, String queue) {
        Stages.await(ours.confirmSelect());
        var verdicts = new Verdict[4];
        Arrays.setAll(verdicts, i -> Stages.await(ours.publishConfirmed("", queue, Message.of(BODY))));
        return List.of(verdicts);
    }

    @OnEveryBroker
    void whatTheOtherGivesBackComesHereAsRedelivered(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            crossing.ours().publish("", crossing.queue(), "a");
            GetResponse there = crossing.theirs().basicGet(crossing.queue(), false);
            assertFalse(there.getEnvelope().isRedeliver());
            crossing.theirs().basicReject(there.getEnvelope().getDeliveryTag(), true);
            crossing.theirs().queueDeclarePassive(crossing.queue()); // the reject has been dealt with
            assertTrue(crossing.take().redelivered());
        });
    }

    @OnEveryBroker
    void whatIsGivenBackHereComesToTheOtherAsRedelivered(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            crossing.theirs().basicPublish("", crossing.queue(), null, BODY);
            crossing.theirs().queueDeclarePassive(crossing.queue());
            Delivery here = crossing.ours().get(crossing.queue());
            assertFalse(here.redelivered());
            here.nack(true);
            assertTrue(crossing.arrived().getEnvelope().isRedeliver());
        });
    }
}
