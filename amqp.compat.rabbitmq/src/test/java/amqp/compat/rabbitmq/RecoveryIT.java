// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.Await;
import amqp.testkit.proxy.FaultProxy;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoverableConnection;
import com.rabbitmq.client.RecoveryListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that is lost, through a proxy that loses it. */
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class RecoveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private FaultProxy proxy;

    @BeforeEach
    void start() {
        proxy = FaultProxy.to(Nodes.NODE.port());
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private static final class Recoveries implements RecoveryListener {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        @Override
        public void handleRecoveryStarted(Recoverable recoverable) {
            events.add("started");
        }

        @Override
        public void handleRecovery(Recoverable recoverable) {
            events.add("recovered");
        }

        String next() throws InterruptedException {
            return events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void consumersAndTheirQueuesComeBack(Library library) throws Exception {
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        Recoveries recoveries = new Recoveries();
        try (Connection connection = library.factory(proxy.port()).newConnection()) {
            ((RecoverableConnection) connection).addRecoveryListener(recoveries);
            Channel channel = connection.createChannel();
            String queue = channel.queueDeclare("", false, true, false, null).getQueue();
            channel.exchangeDeclare("compat.fanout", "fanout", false, true, null);
            channel.queueBind(queue, "compat.fanout", "");
            channel.basicConsume(
                    queue,
                    false,
                    (tag, delivery) -> {
                        bodies.add(new String(delivery.getBody(), UTF_8));
                        channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
                    },
                    tag -> {});
            channel.basicPublish("compat.fanout", "", null, "before".getBytes(UTF_8));
            assertEquals("before", bodies.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));

            proxy.cut();
            assertEquals("started", recoveries.next());
            assertEquals("recovered", recoveries.next());
            assertTrue(connection.isOpen());
            assertTrue(channel.isOpen());
            channel.basicPublish("compat.fanout", "", null, "after".getBytes(UTF_8));
            assertEquals("after", bodies.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgementsFromBeforeTheLossDoNothing(Library library) throws Exception {
        BlockingQueue<Long> tags = new LinkedBlockingQueue<>();
        Recoveries recoveries = new Recoveries();
        try (Connection connection = library.factory(proxy.port()).newConnection()) {
            ((RecoverableConnection) connection).addRecoveryListener(recoveries);
            Channel channel = connection.createChannel();
            String queue = "compat.acks." + library;
            channel.queueDeclare(queue, true, false, false, null);
            channel.basicPublish("", queue, null, new byte[0]);
            channel.basicConsume(
                    queue,
                    false,
                    (tag, delivery) -> tags.add(delivery.getEnvelope().getDeliveryTag()),
                    tag -> {});
            long before = tags.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            proxy.cut();
            assertEquals("started", recoveries.next());
            assertEquals("recovered", recoveries.next());
            long after = tags.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertNotEquals(before, after);
            channel.basicAck(before, false);
            channel.basicAck(after, false);
            channel.queueDelete(queue);
            assertTrue(channel.isOpen());
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutRecoveryALostConnectionIsOver(Library library) throws Exception {
        ConnectionFactory factory = library.factory(proxy.port());
        factory.setAutomaticRecoveryEnabled(false);
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();
        List<String> told = new CopyOnWriteArrayList<>();
        connection.addShutdownListener(
                signal -> told.add("connection " + signal.isHardError() + " " + signal.isInitiatedByApplication()));
        channel.addShutdownListener(
                signal -> told.add("channel " + signal.isHardError() + " " + signal.isInitiatedByApplication()));
        proxy.cut();
        Await.until(PATIENCE, () -> told.size() == 2, () -> "told: " + told);
        assertEquals(
                List.of("channel true false", "connection true false"),
                told.stream().sorted().toList());
        assertFalse(connection.isOpen());
        assertThrows(AlreadyClosedException.class, () -> channel.basicPublish("", "q", null, new byte[0]));
        assertThrows(AlreadyClosedException.class, connection::createChannel);
        connection.abort();
    }

    @ParameterizedTest
    @EnumSource
    void theBrokersReasonIsTold(Library library) throws Exception {
        ConnectionFactory factory = library.factory(Nodes.NODE);
        factory.setAutomaticRecoveryEnabled(false);
        BlockingQueue<Object> reasons = new LinkedBlockingQueue<>();
        Connection connection = factory.newConnection("compat-" + library);
        connection.addShutdownListener(signal -> reasons.add(signal.getReason()));
        Nodes.NODE.closeConnections("compat-" + library, "maintenance");
        var close = assertInstanceOf(
                com.rabbitmq.client.AMQP.Connection.Close.class, reasons.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(320, close.getReplyCode());
        assertTrue(close.getReplyText().contains("maintenance"), close.getReplyText());
    }
}
