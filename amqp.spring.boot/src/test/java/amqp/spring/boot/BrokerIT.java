// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.tck.TestCertificates;
import amqp.blocking.BlockingConnection;
import amqp.blocking.PublishFailedException;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import amqp.credentials.Credentials;
import amqp.credentials.CredentialsProvider;
import amqp.testkit.Await;
import amqp.testkit.broker.RabbitMqNode;
import amqp.testkit.broker.RabbitMqOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applications on a real RabbitMQ. */
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class BrokerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static TestCertificates certificates;
    private static RabbitMqNode node;

    @BeforeAll
    static void start() {
        certificates = TestCertificates.create();
        node = RabbitMqNode.start(RabbitMqOptions.DEFAULT.withTls(certificates));
    }

    @AfterAll
    static void stop() {
        node.close();
        certificates.close();
    }

    private static ApplicationContextRunner runner(Class<?>... configurations) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        SslAutoConfiguration.class,
                        JacksonAutoConfiguration.class,
                        AmqpMetricsAutoConfiguration.class,
                        AmqpTracingAutoConfiguration.class,
                        AmqpAutoConfiguration.class,
                        AmqpHealthAutoConfiguration.class))
                .withUserConfiguration(configurations)
                .withPropertyValues("spring.rabbitmq.addresses=" + node.uri());
    }

    @Test
    void whatIsDeclaredPublishedAndHeardOf() {
        runner(Shop.class).run(context -> {
            var publisher = context.getBean(AmqpPublisher.class);
            var shop = context.getBean(Shop.class);
            // tag::publish[]
            publisher.send("shop", "orders.new", new Order("a", 1)); // returns when the broker has it

            Message message = publisher.message(new Order("b", 2)).header("account", "x");
            CompletionStage<Verdict> verdict = publisher.sendAsync("shop", "orders.new", message);
            // end::publish[]
            assertEquals(Verdict.ACKED, verdict.toCompletableFuture().get());
            publisher.send("", "shop.text", "plain");
            publisher.send("", "shop.octets", new byte[] {1, 2});
            assertEquals(
                    List.of("a=1", "b=2 for x"),
                    List.of(shop.next(), shop.next()).stream().sorted().toList());
            assertEquals("text plain", shop.texts.poll(30, TimeUnit.SECONDS));
            assertEquals("2 octets", shop.octets.poll(30, TimeUnit.SECONDS));
        });
        assertEquals(0, left("shop.orders"));
    }

    @Test
    void refusalsNameThePropertyToLookAt() {
        assertRefused("amqp.settings.password=wrong", "spring.rabbitmq.password");
        assertRefused("amqp.settings.virtual-host=nowhere", "spring.rabbitmq.virtual-host");
    }

    private static void assertRefused(String setting, String property) {
        runner(Shop.class).withPropertyValues(setting).run(context -> {
            var analysis = new ConnectionFailureAnalyzer().analyze(context.getStartupFailure());
            assertNotNull(analysis);
            assertTrue(analysis.getAction().startsWith("Look at spring.rabbitmq."), analysis::getAction);
            assertTrue(analysis.getAction().split("\n\n")[0].contains(property), analysis::getAction);
        });
    }

    @Test
    void aConnectionThatIsBeingOpenedAtTheEndIsClosed() throws Exception {
        var asked = new CompletableFuture<Void>();
        var ended = new CompletableFuture<Void>();
        CredentialsProvider slow = () -> {
            asked.complete(null);
            ended.join();
            return Credentials.of("guest", "guest");
        };
        var options = ConnectionOptions.builder()
                .uri(node.uri().toString())
                .credentials(slow)
                .build();
        var connections = new AmqpConnections(Map.of("first", options, "second", options), Map.of());
        var opening = CompletableFuture.supplyAsync(() -> connections.connection("first"));
        asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        connections.close();
        ended.complete(null);
        var opened = opening.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Await.until(PATIENCE, () -> !opened.isOpen(), () -> "the end of " + opened);
        assertThrows(IllegalStateException.class, () -> connections.connection("second"));
    }

    @Test
    void whatHappensIsCounted() {
        runner(Shop.class).withBean(SimpleMeterRegistry.class).run(context -> {
            context.getBean(AmqpPublisher.class).send("", "shop.text", "counted");
            assertEquals("text counted", context.getBean(Shop.class).texts.poll(30, TimeUnit.SECONDS));
            var meters = context.getBean(SimpleMeterRegistry.class);
            assertEquals(1, meters.get("rabbitmq.published").counter().count());
            assertEquals(
                    1, meters.get("rabbitmq.acknowledged_published").counter().count());
        });
    }

    @Test
    void whatHappensIsTraced() {
        var spans = InMemorySpanExporter.create();
        var tracers = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build();
        var telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(tracers)
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
        // Closed, the context has waited for the handler, and so for the end of its span.
        runner(Shop.class)
                .withBean(OpenTelemetry.class, () -> telemetry, definition -> definition.setDestroyMethodName(""))
                .run(context -> {
                    context.getBean(AmqpPublisher.class).send("", "shop.text", "traced");
                    assertEquals(
                            "text traced", context.getBean(Shop.class).texts.poll(30, TimeUnit.SECONDS));
                });
        assertEquals(
                List.of("process shop.text", "send shop.text"),
                spans.getFinishedSpanItems().stream()
                        .map(SpanData::getName)
                        .sorted()
                        .toList());
        var traces = spans.getFinishedSpanItems().stream().map(SpanData::getTraceId);
        assertEquals(1, traces.distinct().count());
        telemetry.close();
    }

    @Test
    void whatNoQueueTakesFails() {
        runner().run(context -> {
            var publisher = context.getBean(AmqpPublisher.class);
            var failed = assertThrows(PublishFailedException.class, () -> publisher.send("", "no such queue", "lost"));
            assertEquals(Verdict.RETURNED, failed.verdict());
        });
    }

    @Test
    void aChannelThatTheBrokerClosedIsReplaced() {
        runner(Shop.class).run(context -> {
            var publisher = context.getBean(AmqpPublisher.class);
            assertThrows(PublishFailedException.class, () -> publisher.send("no such exchange", "", "lost"));
            publisher.send("", "shop.text", "there");
            assertEquals("text there", context.getBean(Shop.class).texts.poll(30, TimeUnit.SECONDS));
        });
    }

    @Test
    void whatFailsIsRetriedAndThenDeadLettered() {
        runner(Failing.class).run(context -> {
            var failing = context.getBean(Failing.class);
            context.getBean(AmqpPublisher.class).send("", "failing", "sometimes");
            Await.until(PATIENCE, () -> failing.calls.size() == 3, failing.calls::toString);
            context.getBean(AmqpPublisher.class).send("", "failing", "never");
            assertEquals("never", failing.dead.poll(30, TimeUnit.SECONDS));
            assertEquals(List.of("sometimes", "sometimes", "sometimes", "never", "never", "never"), failing.calls);
        });
        assertEquals(0, left("failing"));
    }

    @Test
    void whatFailsForGoodGoesToTheErrorQueue() {
        runner(Failing.class).run(context -> {
            context.getBean(AmqpPublisher.class).send("", "published", "{");
            var message = context.getBean(Failing.class).errors.poll(30, TimeUnit.SECONDS);
            assertNotNull(message);
            assertEquals("{", message.text());
            var why = message.properties().headers().get("x-exception-message");
            assertNotNull(why);
            assertTrue(why.asString().contains("cannot be read as"), why.asString());
        });
    }

    @Test
    void aListenerWithoutItsQueueFailsTheStart() {
        runner(NoQueue.class).run(context -> {
            var failure = context.getStartupFailure();
            assertNotNull(failure);
            Throwable why = failure;
            while (!why.getMessage().contains("NoQueue.hear did not start") && why.getCause() != null)
                why = why.getCause();
            assertTrue(why.getMessage().contains("no queue 'no such queue'"), why.getMessage());
        });
    }

    @Test
    void connectionsByTheirNames() {
        runner(Audit.class)
                .withPropertyValues("amqp.connections.audit.uri=" + node.uri(), "spring.application.name=shop")
                .run(context -> {
                    context.getBean("auditAmqpPublisher", AmqpPublisher.class).send("", "audit", "seen");
                    assertEquals("seen", context.getBean(Audit.class).heard.poll(30, TimeUnit.SECONDS));
                    var names = node.rabbitmqctl("-q", "list_connections", "client_properties");
                    assertTrue(names.contains("shop audit"), names);
                    assertFalse(context.getBean(AmqpConnections.class)
                            .known("default")
                            .isPresent());
                });
    }

    @Test
    void tlsByAnSslBundle() {
        runner(Shop.class)
                .withPropertyValues(
                        "spring.rabbitmq.addresses=localhost:" + node.tlsPort(),
                        "spring.rabbitmq.ssl.bundle=broker",
                        "spring.ssl.bundle.pem.broker.truststore.certificate=" + certificates.authority(),
                        "spring.ssl.bundle.pem.broker.keystore.certificate="
                                + certificates.client().certificateFile(),
                        "spring.ssl.bundle.pem.broker.keystore.private-key="
                                + certificates.client().keyFile())
                .run(context -> {
                    context.getBean(AmqpPublisher.class).send("", "shop.text", "secret");
                    assertEquals(
                            "text secret", context.getBean(Shop.class).texts.poll(30, TimeUnit.SECONDS));
                    assertTrue(context.getBean(Connection.class).options().tls().enabled());
                });
    }

    @Test
    void tlsTrustsOnlyWhomTheBundleTrusts() {
        runner(Shop.class)
                .withPropertyValues(
                        "spring.rabbitmq.addresses=localhost:" + node.tlsPort(),
                        "spring.rabbitmq.ssl.bundle=broker",
                        "spring.ssl.bundle.pem.broker.truststore.certificate=" + certificates.untrustedAuthority())
                .run(context -> assertNotNull(context.getStartupFailure()));
    }

    @Test
    void healthFollowsTheConnection() {
        runner(Shop.class)
                .withPropertyValues(
                        "spring.application.name=healthy",
                        "amqp.settings.reconnect-delay=60000",
                        "amqp.settings.reconnect-max-delay=60000")
                .run(context -> {
                    var indicator = context.getBean("amqpHealthContributor", HealthIndicator.class);
                    Health health = indicator.health();
                    assertEquals(Status.UP, health.getStatus());
                    assertEquals("RabbitMQ", health.getDetails().get("broker"));
                    node.closeConnections("healthy", "test");
                    Await.until(
                            PATIENCE,
                            () -> indicator.health().getStatus().equals(Status.DOWN),
                            () -> indicator.health().toString());
                });
    }

    /** A slow handler, one message at a time: when the application ends, four more have come and wait. */
    @Test
    void theEndWaitsForWhatHasCome() {
        var handled = new CopyOnWriteArrayList<String>();
        runner(Slow.class).run(context -> {
            var publisher = context.getBean(AmqpPublisher.class);
            for (int i = 0; i < 20; i++) publisher.send("", "slow", "m" + i);
            var slow = context.getBean(Slow.class);
            slow.begun.await();
            slow.end.completeOnTimeout(null, 100, TimeUnit.MILLISECONDS);
            context.close();
            handled.addAll(slow.handled);
        });
        assertTrue(handled.size() >= 5, handled::toString);
        try (var connection = BlockingConnection.open(node.uri().toString());
                var channel = connection.openChannel()) {
            for (int i = handled.size(); i < 20; i++) {
                var rest = channel.basicGet("slow").orElseThrow();
                assertEquals("m" + i, rest.message().text());
                assertFalse(rest.redelivered());
            }
            assertEquals(Optional.empty(), channel.basicGet("slow"));
        }
    }

    private static long left(String queue) {
        try (var connection = BlockingConnection.open(node.uri().toString());
                var channel = connection.openChannel()) {
            return channel.queueDeclare(QueueMethod.Declare.of(queue).passive(true))
                    .messageCount();
        }
    }

    record Order(String id, int count) {}

    @Configuration
    static class Shop {
        final LinkedBlockingQueue<String> orders = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<String> octets = new LinkedBlockingQueue<>();

        // tag::declarations[]
        @Bean
        AmqpDeclarations shop() {
            return AmqpDeclarations.of(
                    QueueMethod.Bind.of("shop.orders", "shop").routingKey("orders.#"),
                    QueueMethod.Declare.durable("shop.orders"),
                    ExchangeMethod.Declare.of("shop", "topic"));
        }

        @Bean
        QueueMethod.Declare text() {
            return QueueMethod.Declare.durable("shop.text");
        }
        // end::declarations[]

        @Bean
        QueueMethod.Declare octetsQueue() {
            return QueueMethod.Declare.durable("shop.octets");
        }

        @AmqpListener(queue = "${orders.queue:shop.orders}", concurrency = "2", prefetch = "10")
        void order(Order order, FieldTable headers) {
            var account = headers.get("account");
            orders.add(order.id() + "=" + order.count() + (account == null ? "" : " for " + account.asString()));
        }

        @AmqpListener(queue = "shop.text", orderedByHeader = "account")
        CompletionStage<Void> text(String text) {
            return CompletableFuture.runAsync(() -> texts.add("text " + text));
        }

        @AmqpListener(queue = "shop.octets", ackMode = AckMode.MANUAL)
        void octets(byte[] body, Delivery delivery) {
            octets.add(body.length + " octets");
            delivery.ack();
        }

        String next() throws InterruptedException {
            return orders.poll(30, TimeUnit.SECONDS);
        }
    }

    @Configuration
    static class Failing {
        final List<String> calls = new CopyOnWriteArrayList<>();
        final LinkedBlockingQueue<String> dead = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<Message> errors = new LinkedBlockingQueue<>();

        @Bean
        AmqpDeclarations queues() {
            return AmqpDeclarations.of(
                    QueueMethod.Declare.durable("failing")
                            .deadLetterExchange("")
                            .deadLetterRoutingKey("dead"),
                    QueueMethod.Declare.durable("dead"),
                    QueueMethod.Declare.durable("published"),
                    QueueMethod.Declare.durable("errors"));
        }

        @AmqpListener(queue = "failing", retries = "2", retryDelay = "10ms")
        void fail(String text) {
            calls.add(text);
            if (!text.equals("sometimes") || calls.size() < 3) throw new IllegalStateException(text);
        }

        @AmqpListener(queue = "dead")
        void dead(String text) {
            dead.add(text);
        }

        @AmqpListener(queue = "published", errorQueue = "errors")
        void neverCalled(Order order) {
            calls.add(order.toString());
        }

        @AmqpListener(queue = "errors")
        void error(Message message) {
            errors.add(message);
        }
    }

    @Configuration
    static class NoQueue {
        @AmqpListener(queue = "no such queue")
        void hear(String text) {}
    }

    @Configuration
    static class Audit {
        final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

        // tag::named[]
        @Bean
        AmqpDeclarations queue() {
            return AmqpDeclarations.of(QueueMethod.Declare.durable("audit")).on("audit");
        }

        @AmqpListener(queue = "audit", connection = "audit")
        void hear(String text) {
            heard.add(text);
        }
        // end::named[]
    }

    @Configuration
    static class Slow {
        final List<String> handled = new CopyOnWriteArrayList<>();
        final CountDownLatch begun = new CountDownLatch(1);
        final CompletableFuture<Void> end = new CompletableFuture<>();

        @Bean
        QueueMethod.Declare queue() {
            return QueueMethod.Declare.durable("slow");
        }

        @AmqpListener(queue = "slow", prefetch = "5")
        void handle(String text) {
            begun.countDown();
            end.join();
            handled.add(text);
        }
    }
}
