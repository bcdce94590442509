// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.tck.TestCertificates;
import amqp.testkit.Await;
import amqp.testkit.broker.RabbitMqNode;
import amqp.testkit.broker.RabbitMqOptions;
import amqp.testkit.proxy.FaultProxy;
import com.rabbitmq.client.Address;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoverableConnection;
import com.rabbitmq.client.RecoveryListener;
import com.rabbitmq.client.impl.AbstractMetricsCollector;
import com.rabbitmq.client.impl.CredentialsProvider;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import com.rabbitmq.client.impl.recovery.RecordedQueue;
import com.rabbitmq.client.impl.recovery.TopologyRecoveryFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a factory is set to. */
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class FactoryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void everyFormOfNewConnectionConnects(Library library) throws Exception {
        ConnectionFactory factory = library.factory(Nodes.NODE);
        ExecutorService executor = Executors.newFixedThreadPool(2);
        Address here = new Address("127.0.0.1", Nodes.NODE.port());
        Address nobody = new Address("127.0.0.1", 1);
        List<Connection> connections = List.of(
                factory.newConnection(),
                factory.newConnection("named"),
                factory.newConnection(executor),
                factory.newConnection(executor, "named"),
                factory.newConnection(new Address[] {nobody, here}),
                factory.newConnection(List.of(nobody, here), "named"),
                factory.newConnection(executor, new Address[] {here}),
                factory.newConnection(() -> List.of(here)),
                factory.newConnection(executor, () -> List.of(here), "named"));
        for (Connection connection : connections) {
            assertEquals(Nodes.NODE.port(), connection.getPort());
            assertTrue(connection.isOpen());
            connection.close();
        }
        executor.shutdown();
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasNegotiatedIsTold(Library library) throws Exception {
        ConnectionFactory factory = library.factory(Nodes.NODE);
        factory.setRequestedHeartbeat(7);
        factory.setRequestedChannelMax(11);
        factory.setRequestedFrameMax(8192);
        factory.setClientProperties(Map.of("own", "property"));
        try (Connection connection = factory.newConnection()) {
            assertEquals(7, connection.getHeartbeat());
            assertEquals(11, connection.getChannelMax());
            assertEquals(8192, connection.getFrameMax());
            assertEquals("property", connection.getClientProperties().get("own"));
            assertEquals(
                    "RabbitMQ", connection.getServerProperties().get("product").toString());
            for (int i = 0; i < 11; i++) {
                assertTrue(connection.openChannel().isPresent());
            }
            assertTrue(connection.openChannel().isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatConsumersThrowGoesToTheExceptionHandler(Library library) throws Exception {
        BlockingQueue<String> handled = new LinkedBlockingQueue<>();
        ConnectionFactory factory = library.factory(Nodes.NODE);
        factory.setExceptionHandler(new DefaultExceptionHandler() {
            @Override
            public void handleConsumerException(
                    Channel channel, Throwable thrown, Consumer consumer, String consumerTag, String methodName) {
                handled.add(thrown.getMessage() + " in " + methodName);
            }
        });
        try (Connection connection = factory.newConnection()) {
            assertSame(factory.getExceptionHandler(), connection.getExceptionHandler());
            Channel channel = connection.createChannel();
            String queue = channel.queueDeclare().getQueue();
            DeliverCallback failing = (tag, delivery) -> {
                throw new IOException("no luck");
            };
            channel.basicConsume(queue, true, failing, tag -> {});
            channel.basicPublish("", queue, null, new byte[0]);
            assertEquals("no luck in handleDelivery", handled.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    /** Counts what the collectors for Micrometer and Dropwizard count. */
    private static final class Counts extends AbstractMetricsCollector {
        private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

        private void add(String name, int count) {
            counts.computeIfAbsent(name, unused -> new AtomicInteger()).addAndGet(count);
        }

        int of(String name) {
            return counts.getOrDefault(name, new AtomicInteger()).get();
        }

        Map<String, Integer> without(String left) {
            Map<String, Integer> now = new TreeMap<>();
            counts.forEach((name, count) -> now.put(name, count.get()));
            now.remove(left);
            return now;
        }

        @Override
        public String toString() {
            return counts.toString();
        }

        @Override
        protected void incrementConnectionCount(Connection connection) {
            add("connections", 1);
        }

        @Override
        protected void decrementConnectionCount(Connection connection) {
            add("connections", -1);
        }

        @Override
        protected void incrementChannelCount(Channel channel) {
            add("channels", 1);
        }

        @Override
        protected void decrementChannelCount(Channel channel) {
            add("channels", -1);
        }

        @Override
        protected void markPublishedMessage() {
            add("published", 1);
        }

        @Override
        protected void markMessagePublishFailed() {
            add("failed", 1);
        }

        @Override
        protected void markConsumedMessage() {
            add("consumed", 1);
        }

        @Override
        protected void markAcknowledgedMessage() {
            add("acknowledged", 1);
        }

        @Override
        @SuppressWarnings("deprecation") // and abstract
        protected void markRejectedMessage() {
            add("rejected", 1);
        }

        @Override
        protected void markMessagePublishAcknowledged() {
            add("confirmed", 1);
        }

        @Override
        protected void markMessagePublishNotAcknowledged() {
            add("refused", 1);
        }

        @Override
        protected void markPublishedMessageUnrouted() {
            add("unrouted", 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theMetricsCollectorIsFed(Library library) throws Exception {
        Counts counts = new Counts();
        ConnectionFactory factory = library.factory(Nodes.NODE);
        factory.setMetricsCollector(counts);
        try (Connection connection = factory.newConnection()) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            String queue = channel.queueDeclare().getQueue();
            for (int i = 0; i < 4; i++) {
                channel.basicPublish("", queue, null, new byte[0]);
            }
            channel.basicPublish("", "nowhere", true, null, new byte[0]);
            assertTrue(channel.waitForConfirms(PATIENCE.toMillis()));
            BlockingQueue<Long> tags = new LinkedBlockingQueue<>();
            channel.basicConsume(
                    queue,
                    false,
                    (tag, delivery) -> tags.add(delivery.getEnvelope().getDeliveryTag()),
                    tag -> {});
            Await.until(PATIENCE, () -> tags.size() == 4, () -> "delivered: " + tags);
            channel.basicAck(2, true);
            channel.basicReject(3, false);
            channel.basicNack(4, false, false);
            Map<String, Integer> expected = Map.of(
                    "connections", 1,
                    "channels", 1,
                    "published", 5,
                    "unrouted", 1,
                    "consumed", 4,
                    "acknowledged", 2,
                    "rejected", 2);
            Await.until(
                    PATIENCE,
                    () -> counts.without("confirmed").equals(expected) && counts.of("confirmed") > 0,
                    () -> "counted: " + counts);
            if (library == Library.SDK) {
                assertEquals(5, counts.of("confirmed")); // amqp-client counts some that were confirmed together once
            }
            channel.close();
        }
        Await.until(PATIENCE, () -> counts.of("connections") == 0, () -> "counted: " + counts);
        assertEquals(0, counts.of("channels"));
    }

    @ParameterizedTest
    @EnumSource
    void theFilterSaysWhatComesBack(Library library) throws Exception {
        try (FaultProxy proxy = FaultProxy.to(Nodes.NODE.port())) {
            ConnectionFactory factory = library.factory(proxy.port());
            Set<String> asked = ConcurrentHashMap.newKeySet();
            factory.setTopologyRecoveryFilter(new TopologyRecoveryFilter() {
                @Override
                public boolean filterQueue(RecordedQueue queue) {
                    asked.add(queue.getName() + " " + queue.isExclusive());
                    return !queue.getName().startsWith("compat.left");
                }
            });
            try (Connection connection = factory.newConnection()) {
                Channel channel = connection.createChannel();
                channel.queueDeclare("compat.kept." + library, false, true, false, null);
                channel.queueDeclare("compat.left." + library, false, true, false, null);
                CountDownLatch recovered = new CountDownLatch(1);
                onRecovery(connection, recovered);
                proxy.cut();
                assertTrue(recovered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
                assertEquals(Set.of("compat.kept." + library + " true", "compat.left." + library + " true"), asked);
                channel.queueDeclarePassive("compat.kept." + library);
                assertThrows(IOException.class, () -> channel.queueDeclarePassive("compat.left." + library));
            }
        }
    }

    private static void onRecovery(Connection connection, CountDownLatch recovered) {
        ((RecoverableConnection) connection).addRecoveryListener(new RecoveryListener() {
            @Override
            public void handleRecovery(Recoverable recoverable) {
                recovered.countDown();
            }

            @Override
            public void handleRecoveryStarted(Recoverable recoverable) {}
        });
    }

    @ParameterizedTest
    @EnumSource
    void theConditionSaysWhetherTheConnectionComesBack(Library library) throws Exception {
        try (FaultProxy proxy = FaultProxy.to(Nodes.NODE.port())) {
            ConnectionFactory factory = library.factory(proxy.port());
            factory.setConnectionRecoveryTriggeringCondition(signal -> false);
            Connection connection = factory.newConnection();
            CountDownLatch over = new CountDownLatch(1);
            connection.addShutdownListener(signal -> over.countDown());
            proxy.cut();
            assertTrue(over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            Await.until(PATIENCE, () -> proxy.openConnections() == 0, () -> "still connected");
            assertFalse(connection.isOpen());
            connection.abort();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theProviderIsAskedForTheCredentials(Library library) throws Exception {
        ConnectionFactory factory = library.factory(Nodes.NODE);
        AtomicInteger asked = new AtomicInteger();
        factory.setCredentialsProvider(new CredentialsProvider() {
            @Override
            public String getUsername() {
                asked.incrementAndGet();
                return "guest";
            }

            @Override
            public String getPassword() {
                return "guest";
            }
        });
        factory.newConnection().close();
        assertTrue(asked.get() > 0);
    }

    @ParameterizedTest
    @EnumSource
    void tlsVerifiesByTheGivenContext(Library library) throws Exception {
        try (TestCertificates certificates = TestCertificates.create();
                RabbitMqNode node = RabbitMqNode.start(RabbitMqOptions.DEFAULT.withTls(certificates))) {
            ConnectionFactory trusting = library.factory(node.tlsPort());
            trusting.setHost("localhost");
            trusting.useSslProtocol(certificates.clientContext());
            trusting.newConnection().close();
            ConnectionFactory stranger = library.factory(node.tlsPort());
            stranger.useSslProtocol(SSLContext.getDefault());
            assertThrows(IOException.class, stranger::newConnection);
            ConnectionFactory careless = library.factory(node.tlsPort());
            careless.useTlsWithNoVerification();
            careless.newConnection().close();
        }
    }

    @Test
    void whatTheSdkDoesNotHaveIsRefusedAtOnce() {
        ConnectionFactory factory = new SdkConnectionFactory();
        assertThrows(UnsupportedOperationException.class, factory::netty);
        assertThrows(UnsupportedOperationException.class, () -> factory.setSocketConfigurator(socket -> {}));
        assertThrows(
                UnsupportedOperationException.class,
                () -> factory.setSocketFactory(javax.net.SocketFactory.getDefault()));
    }

    @Test
    void theOptionsOfTheSdkAreThereToo() throws Exception {
        SdkConnectionFactory factory = (SdkConnectionFactory) Library.SDK.factory(Nodes.NODE);
        factory.customize(options -> options.connectionName("by the SDK's option"));
        try (Connection connection = factory.newConnection()) {
            Await.until(
                    PATIENCE,
                    () -> Nodes.NODE
                            .rabbitmqctl("list_connections", "client_properties")
                            .contains("by the SDK's option"),
                    () -> "no connection has the name");
            assertTrue(connection.isOpen());
        }
    }
}
