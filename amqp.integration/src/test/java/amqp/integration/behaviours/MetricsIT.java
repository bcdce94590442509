// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.metrics.micrometer.MicrometerObserver;
import amqp.testkit.Await;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.impl.MicrometerMetricsCollector;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The meters of amqp.metrics.micrometer say the same as those of amqp-client's collector, after the same traffic. */
class MetricsIT {
    /** Takes no more than one message, and refuses the others. */
    private static final Map<String, Object> ONE_MESSAGE = Map.of("x-max-length", 1, "x-overflow", "reject-publish");

    private static final byte[] BODY = new byte[10];

    @OnRabbitMq("publishes beyond the length of a queue are not refused there")
    void bothSayTheSameAfterTheSameTraffic(Setup setup) throws Exception {
        var ours = new SimpleMeterRegistry();
        var theirs = new SimpleMeterRegistry();
        var told = theirs(setup, theirs);
        assertEquals(told, ours(setup, ours, told));
        assertEquals(kinds(theirs, told), kinds(ours, told));
    }

    private static Map<String, Meter.Type> kinds(MeterRegistry registry, Map<String, Double> named) {
        return named.keySet().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> registry.get(name).meter().getId().getType()));
    }

    /** What the meters say while the connection is open, in the end. */
    private static Map<String, Double> values(MeterRegistry registry) {
        var values = new TreeMap<String, Double>();
        for (var meter : registry.getMeters()) {
            values.put(
                    meter.getId().getName(), meter.measure().iterator().next().getValue());
        }
        return values;
    }

    private static Map<String, Double> ours(Setup setup, MeterRegistry registry, Map<String, Double> expected)
            throws Exception {
        var observer =
                MicrometerObserver.builder(registry).connectionTags(false).build();
        try (var session = Session.with(setup.options().observer(observer).build())) {
            var channel = session.channel();
            var queue = session.queue();
            var full = session.queue(FieldTable.of(ONE_MESSAGE));
            Stages.await(channel.confirmSelect());
            var more = new BasicMethod.Publish[] {
                BasicMethod.Publish.of("", full),
                BasicMethod.Publish.of("", full),
                BasicMethod.Publish.of("", "nowhere").mandatory(true)
            };
            for (int i = 0; i < 8; i++) {
                Stages.await(channel.publishConfirmed("", queue, Message.of(BODY)));
            }
            for (var publish : more) {
                Stages.await(channel.publishConfirmed(publish, Message.of(BODY)));
            }
            var deliveries = Session.consume(channel, BasicMethod.Consume.of(queue));
            Session.next(deliveries).ack();
            Session.next(deliveries);
            Session.next(deliveries).ackMultiple();
            Session.next(deliveries).nack(true); // and comes again
            Session.next(deliveries).nack(false);
            channel.basicReject(Session.next(deliveries).deliveryTag(), false);
            Session.next(deliveries).ack();
            Session.next(deliveries).ack();
            Session.next(deliveries).ack();
            Stages.await(channel.basicGet(BasicMethod.Get.of(full).noAck(true)));
            var other = session.openChannel();
            Stages.await(other.close());
            assertThrows(ClosedException.class, () -> other.publish("", queue, Message.of(BODY)));
            return reached(registry, expected);
        }
    }

    /** What is in both. A verdict may be told before it is counted. */
    private static Map<String, Double> reached(MeterRegistry registry, Map<String, Double> expected) {
        Await.until(
                Stages.PATIENCE,
                () -> both(registry, expected).equals(expected),
                () -> both(registry, expected) + " is not " + expected);
        return both(registry, expected);
    }

    private static Map<String, Double> both(MeterRegistry registry, Map<String, Double> expected) {
        var values = values(registry);
        values.keySet().retainAll(expected.keySet());
        return values;
    }

    private static Map<String, Double> theirs(Setup setup, MeterRegistry registry) throws Exception {
        ConnectionFactory factory = setup.broker().otherClient();
        factory.setMetricsCollector(new MicrometerMetricsCollector(registry));
        try (var connection = factory.newConnection()) {
            Channel channel = connection.createChannel();
            var queue = channel.queueDeclare().getQueue();
            var full = channel.queueDeclare("", false, true, true, ONE_MESSAGE).getQueue();
            channel.confirmSelect();
            var nacked = new AtomicInteger();
            channel.addConfirmListener((tag, multiple) -> {}, (tag, multiple) -> nacked.incrementAndGet());
            for (int i = 0; i < 8; i++) {
                publish(channel, queue);
            }
            publish(channel, full);
            publish(channel, full);
            publish(channel, "nowhere");
            BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
            channel.basicConsume(queue, false, (tag, delivery) -> deliveries.add(delivery), tag -> {});
            channel.basicAck(next(deliveries), false);
            next(deliveries);
            channel.basicAck(next(deliveries), true);
            // Its collector takes a nack for one of all messages before it too: there is none before these.
            List<Long> others =
                    List.of(next(deliveries), next(deliveries), next(deliveries), next(deliveries), next(deliveries));
            channel.basicNack(others.get(0), false, true);
            channel.basicNack(others.get(1), false, false);
            channel.basicReject(others.get(2), false);
            channel.basicAck(others.get(3), false);
            channel.basicAck(others.get(4), false);
            channel.basicAck(next(deliveries), false);
            channel.basicGet(full, true);
            Channel other = connection.createChannel();
            other.close();
            assertThrows(AlreadyClosedException.class, () -> other.basicPublish("", queue, null, BODY));
            var values = values(registry);
            assertTrue(values.size() >= 11, values::toString);
            // Its collector leaves out what the broker says of several at once, as RabbitMQ says it of this one alone
            // too.
            values.put("rabbitmq.not_acknowledged_published", (double) nacked.get());
            return values;
        }
    }

    /** Waits, so that the broker does not confirm several at once: its collector leaves these out. */
    private static void publish(Channel channel, String key) throws Exception {
        channel.basicPublish("", key, true, null, BODY);
        channel.waitForConfirms();
    }

    private static long next(BlockingQueue<Delivery> deliveries) throws InterruptedException {
        var next = deliveries.poll(Stages.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return next.getEnvelope().getDeliveryTag();
    }
}
