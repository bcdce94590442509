// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Channel;
import amqp.client.ConnectionOptions;
import amqp.client.DeliveryHandler;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import amqp.integration.support.Names;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.rpc.RpcHandler;
import amqp.rpc.RpcServer;
import amqp.testkit.Await;
import amqp.tracing.opentelemetry.OpenTelemetryObserver;
import com.rabbitmq.client.AMQP;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;

/** Spans of real messages, and contexts that cross between this client and RabbitMQ's own. */
class TracingIT {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SENDER = "b7ad6b7169203331";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + SENDER + "-01";
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final DeliveryHandler ACKING = delivery -> delivery.ack();

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();

    @AfterEach
    void close() {
        sdk.close();
    }

    private Session traced(Setup setup) {
        ConnectionOptions options =
                setup.options().observer(OpenTelemetryObserver.of(sdk)).build();
        return Session.with(options);
    }

    private SpanData span(Predicate<SpanData> predicate) {
        Await.until(
                Stages.PATIENCE, () -> !spans(predicate).isEmpty(), () -> "spans: " + exporter.getFinishedSpanItems());
        assertEquals(1, spans(predicate).size());
        return spans(predicate).get(0);
    }

    private SpanData span(String name) {
        return span(span -> span.getName().equals(name));
    }

    private SpanData childOf(SpanData parent) {
        return span(span -> span.getParentSpanId().equals(parent.getSpanId()));
    }

    private List<SpanData> spans(Predicate<SpanData> predicate) {
        return exporter.getFinishedSpanItems().stream().filter(predicate).toList();
    }

    private static Channel confirming(Session session) {
        Channel channel = session.openChannel();
        Stages.await(channel.confirmSelect());
        return channel;
    }

    private static void isLinkedTo(SpanData sender, SpanData span) {
        assertEquals(
                List.of(sender.getSpanId()),
                span.getLinks().stream()
                        .map(link -> link.getSpanContext().getSpanId())
                        .toList());
    }

    @OnEveryBroker
    void aMessageIsTracedToItsConsumer(Setup setup) {
        try (var session = traced(setup)) {
            String queue = session.sharedQueue();
            Stages.await(confirming(session).publishConfirmed("", queue, Message.of("a")));
            SpanData send = span("send " + queue);
            Stages.await(session.channel().basicConsume(queue, ACKING));
            SpanData process = span("process " + queue);
            assertEquals(send.getSpanId(), process.getParentSpanId());
            assertEquals(SpanKind.PRODUCER, send.getKind());
            assertEquals(SpanKind.CONSUMER, process.getKind());
            isLinkedTo(send, process);
            assertEquals(
                    (long) session.connection().address().port(),
                    send.getAttributes().get(AttributeKey.longKey("server.port")));
        }
    }

    @OnEveryBroker
    void whatIsFetchedIsReceived(Setup setup) {
        try (var session = traced(setup)) {
            String queue = session.sharedQueue();
            session.publish("", queue, "a");
            SpanData send = span("send " + queue);
            session.get(queue).ack();
            isLinkedTo(send, span("receive " + queue));
        }
    }

    @OnEveryBroker
    void anotherClientReadsTheContext(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            try (var session = traced(setup)) {
                session.channel().publish("", crossing.queue(), Message.of("a").header("own", "header"));
                Map<String, Object> headers = crossing.arrived().getProps().getHeaders();
                SpanData send = span("send " + crossing.queue());
                String traceparent = headers.get("traceparent").toString();
                assertTrue(traceparent.contains(send.getTraceId() + "-" + send.getSpanId()), traceparent);
                assertEquals("header", headers.get("own").toString());
            }
        });
    }

    @OnEveryBroker
    void theContextOfAnotherClientIsRead(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            try (var session = traced(setup)) {
                var properties = new AMQP.BasicProperties.Builder()
                        .headers(Map.of("traceparent", TRACEPARENT))
                        .build();
                crossing.theirs().basicPublish("", crossing.queue(), properties, "a".getBytes(UTF_8));
                Stages.await(session.channel().basicConsume(crossing.queue(), ACKING));
                SpanData process = span("process " + crossing.queue());
                assertEquals(TRACE, process.getTraceId());
                assertEquals(SENDER, process.getParentSpanId());
            }
        });
    }

    @OnRabbitMq("it refuses what it returns, in confirm mode")
    void whatCannotArriveIsAnError(Setup setup) {
        try (var session = traced(setup)) {
            String nowhere = Names.fresh("nowhere");
            Channel channel = confirming(session);
            var returned = Stages.await(
                    channel.publishConfirmed(BasicMethod.Publish.of("", nowhere).mandatory(true), Message.of("a")));
            assertEquals(Verdict.RETURNED, returned);
            assertEquals("basic.return", span("send " + nowhere).getAttributes().get(ERROR));
            channel.publish(nowhere, "key", Message.of("b"));
            assertEquals(
                    ClosedException.class.getName(),
                    span("send " + nowhere + ":key").getAttributes().get(ERROR));
        }
    }

    /** The handler answers on a thread of its own, which has the context. */
    @OnEveryBroker
    void aCallIsOneTrace(Setup setup) {
        ExecutorService workers = Executors.newSingleThreadExecutor();
        try (var there = traced(setup);
                var here = traced(setup)) {
            String queue = there.sharedQueue();
            RpcHandler handler = request ->
                    CompletableFuture.supplyAsync(() -> Message.of(request.text()), Context.taskWrapping(workers));
            Stages.await(RpcServer.open(there.connection(), queue, handler));
            var client = RpcIT.client(setup, here);
            assertEquals("x", Session.text(Stages.await(RpcIT.call(client, queue, "x"))));
            SpanData request = span("send " + queue);
            SpanData handling = childOf(request);
            SpanData reply = childOf(handling);
            SpanData replied = childOf(reply);
            assertEquals("process " + queue, handling.getName());
            assertEquals(SpanKind.PRODUCER, reply.getKind());
            assertEquals(SpanKind.CONSUMER, replied.getKind());
            isLinkedTo(request, handling);
            isLinkedTo(reply, replied);
        } finally {
            workers.shutdown();
        }
    }
}
