// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import static amqp.memory.MemoryConnection.await;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.testkit.scripted.Publish;
import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.brave.bridge.BraveBaggageManager;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.brave.bridge.W3CPropagation;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObservationObserverTest {
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

    ObservationObserverTest() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                stopped.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    private Observation.Context only() {
        await(() -> !stopped.isEmpty(), () -> "none has ended");
        assertEquals(1, stopped.size());
        return stopped.get(0);
    }

    private static String low(Observation.Context context, KeyName key) {
        return context.getLowCardinalityKeyValue(key.asString()).getValue();
    }

    private static Map<String, String> high(Observation.Context context) {
        return context.getHighCardinalityKeyValues().stream()
                .collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue, (a, b) -> b, TreeMap::new));
    }

    private Traffic traffic() {
        return new Traffic(ObservationObserver.of(registry), "");
    }

    @Test
    void aPublishIsObservedUntilItsVerdict() {
        try (var traffic = traffic()) {
            traffic.publish("q", Message.of("body").messageId("m1").correlationId("c1"));
            var context = only();
            assertEquals("rabbitmq.publish", context.getName());
            assertEquals("publish q", context.getContextualName());
            assertEquals("rabbitmq", low(context, AmqpObservation.LowCardinality.SYSTEM));
            assertEquals("publish", low(context, AmqpObservation.LowCardinality.OPERATION_NAME));
            assertEquals("send", low(context, AmqpObservation.LowCardinality.OPERATION_TYPE));
            assertEquals("none", low(context, AmqpObservation.LowCardinality.ERROR_TYPE));
            assertEquals(
                    Map.of(
                            "messaging.destination.name", "q",
                            "messaging.message.body.size", "4",
                            "messaging.message.conversation_id", "c1",
                            "messaging.message.id", "m1",
                            "messaging.rabbitmq.destination.routing_key", "q",
                            "server.address", "memory",
                            "server.port", "5672"),
                    high(context));
        }
    }

    @Test
    void whatBecameOfAPublishIsItsErrorType() {
        try (var traffic = traffic()) {
            traffic.publish("nacked");
            traffic.publish("returned");
            var unknown = traffic.channel.publishConfirmed("", "none", Message.of("x"));
            get(traffic.channel.close());
            assertThrows(Exception.class, () -> unknown.toCompletableFuture().join());
            var late = Message.of("late");
            assertThrows(ClosedException.class, () -> traffic.channel.publish("", "q", late));
            await(() -> stopped.size() == 4, () -> "only " + stopped.size());
            assertEquals(
                    List.of("nacked", "returned", ClosedException.class.getName(), ClosedException.class.getName()),
                    stopped.stream()
                            .map(context -> low(context, AmqpObservation.LowCardinality.ERROR_TYPE))
                            .toList());
        }
    }

    @Test
    void withoutConfirmModeAPublishEndsAtOnce() {
        try (var traffic = traffic()) {
            traffic.world.channel().publish("", "q", Message.of("x"));
            assertEquals("rabbitmq.publish", only().getName());
        }
    }

    @Test
    void aHandlerIsObservedAndItsObservationIsTheCurrentOne() throws InterruptedException {
        try (var traffic = traffic()) {
            var current = new AtomicReference<Observation>();
            traffic.deliver("c", "orders", Map.of(), delivery -> {
                current.set(registry.getCurrentObservation());
                throw new IllegalStateException("as the test wants it");
            });
            var context = only();
            assertEquals("rabbitmq.process", context.getName());
            assertEquals("process orders", context.getContextualName());
            assertEquals("process", low(context, AmqpObservation.LowCardinality.OPERATION_TYPE));
            assertEquals(
                    IllegalStateException.class.getName(), low(context, AmqpObservation.LowCardinality.ERROR_TYPE));
            assertEquals("1", high(context).get("messaging.rabbitmq.message.delivery_tag"));
            assertEquals(context, current.get().getContext());
        }
    }

    @Test
    void aMessageThatIsFetchedIsObserved() {
        try (var traffic = traffic()) {
            traffic.world.adapter.io(() -> traffic.world.broker.answer(
                    "basic.get", get -> traffic.world.broker.getOk(get, "x", "k", Map.of(), new byte[1])));
            get(traffic.channel.basicGet(BasicMethod.Get.of("q"))).orElseThrow().ack();
            var context = only();
            assertEquals("rabbitmq.receive", context.getName());
            assertEquals("receive x:k:q", context.getContextualName());
        }
    }

    @Test
    void conventionsCanBeReplaced() throws InterruptedException {
        var observer = ObservationObserver.builder(registry)
                .publishConvention(new PublishConvention() {
                    @Override
                    public KeyValues getLowCardinalityKeyValues(PublishContext context) {
                        return KeyValues.of("exchange", context.exchange());
                    }
                })
                .deliveryConvention(new DeliveryConvention() {
                    @Override
                    public String getContextualName(DeliveryContext context) {
                        return "work on " + context.queue();
                    }
                })
                .build();
        try (var traffic = new Traffic(observer, "")) {
            traffic.publish("q");
            assertEquals("", only().getLowCardinalityKeyValue("exchange").getValue());
            traffic.deliver("c", "orders");
            await(() -> stopped.size() == 2, () -> "not handled");
            assertEquals("work on orders", stopped.get(1).getContextualName());
        }
    }

    @Test
    void aRegistryWithoutHandlersCostsNothing() {
        var observer = ObservationObserver.of(ObservationRegistry.NOOP);
        try (var traffic = new Traffic(observer, "")) {
            assertNull(observer.publishing(traffic.channel, "", "q", Message.of("")));
        }
    }

    @Test
    void withTheHandlerOfMetersThereAreTimersOfFewTags() throws InterruptedException {
        var meters = new SimpleMeterRegistry();
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        try (var traffic = traffic()) {
            traffic.publish("q");
            traffic.publish("returned");
            traffic.deliver("c", "q");
            await(() -> meters.find("rabbitmq.process").timer() != null, meters::getMetersAsString);
            assertEquals(
                    1,
                    meters.get("rabbitmq.publish")
                            .tag("error.type", "returned")
                            .timer()
                            .count());
            Set<Set<String>> keys = meters.get("rabbitmq.publish").timers().stream()
                    .map(timer -> timer.getId().getTags().stream()
                            .map(tag -> tag.getKey())
                            .collect(Collectors.toSet()))
                    .collect(Collectors.toSet());
            var expected = Stream.concat(
                            Stream.of(AmqpObservation.LowCardinality.values()).map(KeyName::asString),
                            Stream.of("error"))
                    .collect(Collectors.toSet());
            assertEquals(Set.of(expected), keys);
        }
    }

    /** With W3C's headers, and Brave behind Micrometer Tracing. */
    @Test
    void aTraceGoesAlongInTheHeaders() throws InterruptedException {
        List<MutableSpan> spans = new CopyOnWriteArrayList<>();
        try (var tracing = Tracing.newBuilder()
                        .propagationFactory(new W3CPropagation())
                        .traceId128Bit(true)
                        .addSpanHandler(new SpanHandler() {
                            @Override
                            public boolean end(TraceContext context, MutableSpan span, Cause cause) {
                                return spans.add(span);
                            }
                        })
                        .build();
                var traffic = traffic()) {
            var tracer = new BraveTracer(
                    tracing.tracer(),
                    new BraveCurrentTraceContext(tracing.currentTraceContext()),
                    new BraveBaggageManager());
            var propagator = new BravePropagator(tracing);
            registry.observationConfig()
                    .observationHandler(new PropagatingSenderTracingObservationHandler<>(tracer, propagator))
                    .observationHandler(new PropagatingReceiverTracingObservationHandler<>(tracer, propagator));
            var message = Message.of("body").header("mine", 1);
            traffic.publish("q", message);
            assertEquals(1, message.properties().headers().size(), "the caller's message is as it was");
            Publish sent = traffic.world.adapter.io(
                    () -> traffic.world.broker.publishes().get(0));
            var headers = (Map<?, ?>) sent.properties().get("headers");
            assertTrue(headers.containsKey("mine"), headers::toString);
            traffic.deliver("c", "q", Map.of("headers", headers), delivery -> {});
            await(() -> spans.size() == 2, () -> "spans: " + spans);
            MutableSpan producer = spans.get(0);
            MutableSpan consumer = spans.get(1);
            assertEquals(
                    "00-" + producer.traceId() + "-" + producer.id() + "-01",
                    String.valueOf(headers.get("traceparent")));
            assertEquals("PRODUCER publish q", producer.kind() + " " + producer.name());
            assertEquals("CONSUMER process q", consumer.kind() + " " + consumer.name());
            assertEquals(producer.traceId(), consumer.traceId());
            assertEquals(producer.id(), consumer.parentId());
            assertFalse(consumer.id().equals(producer.id()));
        }
    }
}
