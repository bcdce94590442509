// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.ConnectionFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitMessagingTemplate;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.adapter.MessageListenerAdapter;

/** Spring AMQP's templates over both libraries. */
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class SpringTemplateIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private interface Program {
        void run(CachingConnectionFactory connections, RabbitAdmin admin, String queue) throws Exception;
    }

    private static void with(Library library, ConfirmType confirms, Program program) throws Exception {
        ConnectionFactory factory = library.factory(Nodes.NODE);
        factory.setAutomaticRecoveryEnabled(false);
        CachingConnectionFactory connections = new CachingConnectionFactory(factory);
        connections.setPublisherConfirmType(confirms);
        connections.setPublisherReturns(true);
        RabbitAdmin admin = new RabbitAdmin(connections);
        String queue = "spring.template." + library;
        admin.declareQueue(new Queue(queue));
        try {
            program.run(connections, admin, queue);
        } finally {
            admin.deleteQueue(queue);
            connections.destroy();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theAdminDeclaresAndDeletes(Library library) throws Exception {
        with(library, ConfirmType.NONE, (connections, admin, queue) -> {
            TopicExchange exchange = new TopicExchange("spring.topic." + library);
            admin.declareExchange(exchange);
            admin.declareBinding(
                    BindingBuilder.bind(new Queue(queue)).to(exchange).with("a.*"));
            RabbitTemplate template = new RabbitTemplate(connections);
            template.convertAndSend(exchange.getName(), "a.b", "routed");
            assertEquals("routed", template.receiveAndConvert(queue, PATIENCE.toMillis()));
            template.convertAndSend("", queue, "purged");
            assertNotNull(admin.getQueueInfo(queue));
            assertNull(admin.getQueueProperties("spring.absent"));
            assertTrue(admin.deleteExchange(exchange.getName()));
        });
    }

    @ParameterizedTest
    @EnumSource
    void messagesGoThereAndBackWithTheirHeaders(Library library) throws Exception {
        with(library, ConfirmType.NONE, (connections, admin, queue) -> {
            RabbitTemplate template = new RabbitTemplate(connections);
            Message sent = MessageBuilder.withBody("body".getBytes())
                    .setContentType("text/plain")
                    .setHeader("text", "value")
                    .setHeader("number", 7L)
                    .setHeader("map", Map.of("inner", "deep"))
                    .setPriority(3)
                    .build();
            template.send("", queue, sent);
            Message got = template.receive(queue, PATIENCE.toMillis());
            assertEquals("body", new String(got.getBody()));
            assertEquals("value", got.getMessageProperties().getHeader("text"));
            assertEquals(7L, (Long) got.getMessageProperties().getHeader("number"));
            assertEquals(Map.of("inner", "deep"), got.getMessageProperties().getHeader("map"));
            assertEquals(3, got.getMessageProperties().getPriority());
            assertNull(template.receive(queue));
        });
    }

    @ParameterizedTest
    @EnumSource
    void correlatedConfirmsAndReturnsReachTheirMessage(Library library) throws Exception {
        with(library, ConfirmType.CORRELATED, (connections, admin, queue) -> {
            RabbitTemplate template = new RabbitTemplate(connections);
            template.setMandatory(true);
            CorrelationData taken = new CorrelationData("taken");
            template.convertAndSend("", queue, "taken", taken);
            assertTrue(taken.getFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .ack());
            assertNull(taken.getReturned());

            CorrelationData unrouted = new CorrelationData("unrouted");
            template.convertAndSend("", "spring.nowhere", "unrouted", unrouted);
            assertTrue(unrouted.getFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .ack());
            assertEquals("spring.nowhere", unrouted.getReturned().getRoutingKey());

            String full = "spring.full." + library;
            admin.declareQueue(QueueBuilder.nonDurable(full)
                    .exclusive()
                    .maxLength(1L)
                    .overflow(QueueBuilder.Overflow.rejectPublish)
                    .build());
            CorrelationData fits = new CorrelationData("fits");
            template.convertAndSend("", full, "fits", fits);
            assertTrue(
                    fits.getFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).ack());
            CorrelationData refused = new CorrelationData("refused");
            template.convertAndSend("", full, "refused", refused);
            assertFalse(refused.getFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .ack());
        });
    }

    @ParameterizedTest
    @EnumSource
    void simpleConfirmsAreAwaitedOnOneChannel(Library library) throws Exception {
        with(library, ConfirmType.SIMPLE, (connections, admin, queue) -> {
            RabbitTemplate template = new RabbitTemplate(connections);
            boolean confirmed = Boolean.TRUE.equals(template.invoke(operations -> {
                for (int i = 0; i < 100; i++) {
                    operations.convertAndSend("", queue, "message " + i);
                }
                return operations.waitForConfirms(PATIENCE.toMillis());
            }));
            assertTrue(confirmed);
            assertEquals(100, admin.getQueueInfo(queue).getMessageCount());
        });
    }

    @ParameterizedTest
    @EnumSource
    void transactionsRollBackWithTheChannel(Library library) throws Exception {
        with(library, ConfirmType.NONE, (connections, admin, queue) -> {
            RabbitTemplate template = new RabbitTemplate(connections);
            template.setChannelTransacted(true);
            template.convertAndSend("", queue, "committed");
            assertEquals("committed", template.receiveAndConvert(queue, PATIENCE.toMillis()));
        });
    }

    /** Answers what it is asked, in capital letters. */
    public static final class Capitals {
        public String handleMessage(String request) {
            return request.toUpperCase(java.util.Locale.ROOT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestsAreAnsweredByDirectReplyTo(Library library) throws Exception {
        with(library, ConfirmType.NONE, (connections, admin, queue) -> {
            SimpleMessageListenerContainer server = new SimpleMessageListenerContainer(connections);
            server.setQueueNames(queue);
            server.setMessageListener(new MessageListenerAdapter(new Capitals()));
            server.afterPropertiesSet();
            server.start();
            try {
                RabbitTemplate template = new RabbitTemplate(connections);
                template.setReplyTimeout(PATIENCE.toMillis());
                assertEquals("DIRECT", template.convertSendAndReceive("", queue, "direct"));
                RabbitTemplate temporary = new RabbitTemplate(connections);
                temporary.setReplyTimeout(PATIENCE.toMillis());
                temporary.setUseTemporaryReplyQueues(true);
                assertEquals("TEMPORARY", temporary.convertSendAndReceive("", queue, "temporary"));
            } finally {
                server.stop();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void requestsAreAnsweredToAReplyContainer(Library library) throws Exception {
        with(library, ConfirmType.NONE, (connections, admin, queue) -> {
            SimpleMessageListenerContainer server = new SimpleMessageListenerContainer(connections);
            server.setQueueNames(queue);
            server.setMessageListener(new MessageListenerAdapter(new Capitals()));
            server.afterPropertiesSet();
            server.start();
            String replies = "spring.replies." + library;
            admin.declareQueue(new Queue(replies));
            RabbitTemplate template = new RabbitTemplate(connections);
            template.setReplyTimeout(PATIENCE.toMillis());
            template.setReplyAddress(replies);
            SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
            container.setQueueNames(replies);
            container.setMessageListener(template);
            container.afterPropertiesSet();
            container.start();
            try {
                assertEquals("HELLO", template.convertSendAndReceive("", queue, "hello"));
            } finally {
                container.stop();
                server.stop();
                admin.deleteQueue(replies);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void theMessagingTemplateConverts(Library library) throws Exception {
        with(library, ConfirmType.NONE, (connections, admin, queue) -> {
            RabbitTemplate template = new RabbitTemplate(connections);
            template.setReceiveTimeout(PATIENCE.toMillis());
            RabbitMessagingTemplate messaging = new RabbitMessagingTemplate(template);
            Map<String, Object> headers = Map.of("key", "value");
            messaging.convertAndSend(queue, (Object) "by messaging", headers);
            var got = messaging.receive(queue);
            assertEquals("by messaging", got.getPayload());
            assertEquals("value", got.getHeaders().get("key"));
        });
    }
}
