// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.Await;
import amqp.testkit.broker.RabbitMqNode;
import com.rabbitmq.client.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.BatchMessageListener;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;

/** Spring AMQP's listener containers over both libraries. */
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class SpringContainerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    enum Kind {
        SIMPLE,
        DIRECT;

        AbstractMessageListenerContainer of(CachingConnectionFactory connections) {
            if (this == SIMPLE) {
                SimpleMessageListenerContainer simple = new SimpleMessageListenerContainer(connections);
                simple.setRecoveryInterval(200);
                return simple;
            }
            DirectMessageListenerContainer direct = new DirectMessageListenerContainer(connections);
            direct.setMonitorInterval(200);
            direct.setRecoveryInterval(200);
            return direct;
        }
    }

    private static CachingConnectionFactory connections(Library library, RabbitMqNode node) {
        ConnectionFactory factory = library.factory(node);
        factory.setAutomaticRecoveryEnabled(false);
        return new CachingConnectionFactory(factory);
    }

    private static void start(AbstractMessageListenerContainer container) {
        container.afterPropertiesSet();
        container.start();
    }

    @ParameterizedTest
    @CsvSource({"ORIGINAL,SIMPLE", "SDK,SIMPLE", "ORIGINAL,DIRECT", "SDK,DIRECT"})
    void consumesRequeuesAndDeadLetters(Library library, Kind kind) throws Exception {
        CachingConnectionFactory connections = connections(library, Nodes.NODE);
        RabbitAdmin admin = new RabbitAdmin(connections);
        String queue = "spring.container." + library + "." + kind;
        admin.declareQueue(new Queue(queue + ".dead"));
        admin.declareQueue(QueueBuilder.durable(queue)
                .deadLetterExchange("")
                .deadLetterRoutingKey(queue + ".dead")
                .build());
        AtomicInteger failures = new AtomicInteger();
        List<String> handled = new CopyOnWriteArrayList<>();
        AbstractMessageListenerContainer container = kind.of(connections);
        container.setQueueNames(queue);
        container.setMessageListener((MessageListener) message -> {
            String body = new String(message.getBody());
            if (body.equals("once more") && failures.incrementAndGet() < 3) {
                throw new IllegalStateException("fails twice, and is requeued");
            }
            if (body.equals("poison")) {
                throw new AmqpRejectAndDontRequeueException("never again");
            }
            handled.add(body);
        });
        start(container);
        try {
            RabbitTemplate template = new RabbitTemplate(connections);
            template.convertAndSend("", queue, "plain");
            template.convertAndSend("", queue, "once more");
            template.convertAndSend("", queue, "poison");
            Await.until(PATIENCE, () -> handled.size() == 2, () -> "handled: " + handled);
            assertEquals("poison", template.receiveAndConvert(queue + ".dead", PATIENCE.toMillis()));
            assertEquals(3, failures.get());
        } finally {
            container.stop();
            admin.deleteQueue(queue);
            admin.deleteQueue(queue + ".dead");
            connections.destroy();
        }
    }

    @ParameterizedTest
    @EnumSource
    void batchesAndManualAcksWork(Library library) throws Exception {
        CachingConnectionFactory connections = connections(library, Nodes.NODE);
        RabbitAdmin admin = new RabbitAdmin(connections);
        String queue = "spring.batches." + library;
        admin.declareQueue(new Queue(queue));
        RabbitTemplate template = new RabbitTemplate(connections);
        for (int i = 0; i < 10; i++) {
            template.convertAndSend("", queue, "message " + i);
        }
        List<Integer> batches = new CopyOnWriteArrayList<>();
        SimpleMessageListenerContainer batching = new SimpleMessageListenerContainer(connections);
        batching.setQueueNames(queue);
        batching.setConsumerBatchEnabled(true);
        batching.setBatchSize(5);
        batching.setMessageListener((BatchMessageListener) messages -> batches.add(messages.size()));
        start(batching);
        Await.until(
                PATIENCE, () -> batches.stream().mapToInt(Integer::intValue).sum() == 10, () -> "batches: " + batches);
        batching.stop();

        CountDownLatch acked = new CountDownLatch(1);
        SimpleMessageListenerContainer manual = new SimpleMessageListenerContainer(connections);
        manual.setQueueNames(queue);
        manual.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        manual.setMessageListener((ChannelAwareMessageListener) (message, channel) -> {
            channel.basicAck(message.getMessageProperties().getDeliveryTag(), false);
            acked.countDown();
        });
        start(manual);
        template.convertAndSend("", queue, "by hand");
        assertTrue(acked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        manual.stop();
        assertEquals(0, admin.getQueueInfo(queue).getMessageCount());
        admin.deleteQueue(queue);
        connections.destroy();
    }

    @ParameterizedTest
    @CsvSource({"ORIGINAL,SIMPLE", "SDK,SIMPLE", "ORIGINAL,DIRECT", "SDK,DIRECT"})
    void aMissingQueueIsConsumedFromOnceItIsThere(Library library, Kind kind) throws Exception {
        CachingConnectionFactory connections = connections(library, Nodes.NODE);
        RabbitAdmin admin = new RabbitAdmin(connections);
        String queue = "spring.missing." + library + "." + kind;
        CountDownLatch handled = new CountDownLatch(1);
        AbstractMessageListenerContainer container = kind.of(connections);
        container.setQueueNames(queue);
        container.setMissingQueuesFatal(false);
        if (container instanceof SimpleMessageListenerContainer simple) {
            simple.setDeclarationRetries(0);
            simple.setRetryDeclarationInterval(200);
        }
        container.setMessageListener((MessageListener) message -> handled.countDown());
        start(container);
        admin.declareQueue(new Queue(queue));
        new RabbitTemplate(connections).convertAndSend("", queue, "late");
        assertTrue(handled.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        container.stop();
        admin.deleteQueue(queue);
        connections.destroy();
    }

    /** Whatever was confirmed is handled, although the broker goes away in the middle. */
    @ParameterizedTest
    @CsvSource({"ORIGINAL,SIMPLE", "SDK,SIMPLE", "ORIGINAL,DIRECT", "SDK,DIRECT"})
    void nothingConfirmedIsLostWhenTheBrokerRestarts(Library library, Kind kind) throws Exception {
        try (RabbitMqNode node = RabbitMqNode.start()) {
            CachingConnectionFactory connections = connections(library, node);
            connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
            new RabbitAdmin(connections).declareQueue(new Queue("orders"));
            Set<String> handled = ConcurrentHashMap.newKeySet();
            AbstractMessageListenerContainer container = kind.of(connections);
            container.setQueueNames("orders");
            container.setMessageListener((MessageListener) message -> handled.add(new String(message.getBody())));
            start(container);
            RabbitTemplate template = new RabbitTemplate(connections);
            Set<String> confirmed = ConcurrentHashMap.newKeySet();
            publish(template, confirmed, "before", 200);
            node.restart();
            Await.until(PATIENCE, () -> publish(template, confirmed, "after", 200) == 200, () -> "no publish goes out");
            Await.until(PATIENCE, () -> handled.containsAll(confirmed), () -> {
                Set<String> lost = ConcurrentHashMap.newKeySet();
                lost.addAll(confirmed);
                lost.removeAll(handled);
                return "confirmed and not handled: " + lost;
            });
            container.stop();
            connections.destroy();
        }
    }

    /** How many were confirmed. */
    private static int publish(RabbitTemplate template, Set<String> confirmed, String name, int count) {
        int acked = 0;
        for (int i = 0; i < count; i++) {
            String body = name + " " + i;
            CorrelationData correlation = new CorrelationData(body);
            try {
                template.convertAndSend("", "orders", body, correlation);
                if (correlation
                        .getFuture()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .ack()) {
                    confirmed.add(body);
                    acked++;
                }
            } catch (Exception away) {
                return acked;
            }
        }
        return acked;
    }
}
