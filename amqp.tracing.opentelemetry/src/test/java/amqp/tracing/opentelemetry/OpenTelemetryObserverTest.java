// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.DeliveryBuffer;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.Publish;
import amqp.testkit.scripted.Verdict;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenTelemetryObserverTest {
    private static final BasicMethod.Publish TO_Q = BasicMethod.Publish.of("", "q");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SENDER = "b7ad6b7169203331";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + SENDER + "-01";

    private final Telemetry telemetry = new Telemetry();
    private MemoryConnection world = telemetry.connect();

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (telemetry;
                MemoryConnection ending = world) {
            assertEquals(List.of(), ending.violations());
        }
    }

    private void with(java.util.function.Consumer<OpenTelemetryObserver.Builder> options) {
        world.close();
        world = telemetry.connect(options);
    }

    private Publish published() {
        MemoryConnection.await(() -> !publishes().isEmpty(), () -> "nothing was published");
        return publishes().get(0);
    }

    private List<Publish> publishes() {
        return world.adapter.io(world.broker::publishes);
    }

    private static Map<?, ?> headers(Publish publish) {
        return (Map<?, ?>) publish.properties().getOrDefault("headers", Map.of());
    }

    private static String traceparent(SpanData span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getSpanContext().getTraceFlags().asHex();
    }

    private void consume(Runnable handler) {
        String tag = get(world.channel().basicConsume("orders", delivery -> handler.run()));
        deliver(tag, Map.of("headers", Map.of("traceparent", TRACEPARENT)));
    }

    private void deliver(String tag, Map<String, ?> properties) {
        world.adapter.io(
                () -> world.broker.deliver(1, tag, "news", "shop.1", properties, MemoryConnection.octets("body")));
    }

    private static void isLinkedToTheSender(SpanData span) {
        List<LinkData> links = span.getLinks();
        assertEquals(1, links.size(), links::toString);
        assertEquals(TRACE, links.get(0).getSpanContext().getTraceId());
        assertEquals(SENDER, links.get(0).getSpanContext().getSpanId());
    }

    private static void failed(SpanData span, String type) {
        assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
        assertEquals(type, span.getAttributes().get(Conventions.ERROR_TYPE));
        assertFalse(span.getStatus().getDescription().isEmpty());
    }

    // ---- publishing ----

    @Test
    void aPublishIsASpanUntilItsVerdictAndItsContextIsInTheHeaders() {
        Channel channel = world.confirmingChannel();
        world.adapter.io(() -> world.broker.verdicts(any -> Verdict.NONE));
        Message message = Message.of("a").messageId("m1").correlationId("c1").header("attempt", 1);
        SpanData parent = telemetry.within("work", () -> channel.publish("news", "shop.1", message));
        Publish publish = published();
        assertEquals(List.of(parent), telemetry.spans());
        world.adapter.io(() -> world.broker.ack(1, 1, false));
        SpanData span = telemetry.span("send news:shop.1");
        assertEquals(SpanKind.PRODUCER, span.getKind());
        assertEquals(parent.getSpanId(), span.getParentSpanId());
        assertEquals(StatusCode.UNSET, span.getStatus().getStatusCode());
        assertEquals(
                Map.of(
                        "messaging.system", "rabbitmq",
                        "messaging.operation.name", "send",
                        "messaging.operation.type", "send",
                        "messaging.destination.name", "news:shop.1",
                        "messaging.rabbitmq.destination.routing_key", "shop.1",
                        "messaging.message.id", "m1",
                        "messaging.message.conversation_id", "c1",
                        "server.address", "memory",
                        "server.port", 5672L),
                Telemetry.plain(span.getAttributes()));
        assertEquals(traceparent(span), headers(publish).get("traceparent"));
        assertEquals(1, headers(publish).get("attempt"));
        assertEquals(Map.of("attempt", 1), message.properties().headers().toMap());
    }

    @Test
    void withoutConfirmsBeingSentIsTheEnd() {
        world.channel().publish("", "q", Message.of("a"));
        SpanData span = telemetry.span("send q");
        assertEquals(SpanId.getInvalid(), span.getParentSpanId());
        assertEquals(traceparent(span), headers(published()).get("traceparent"));
    }

    @Test
    void verdictsOtherThanAcksAreErrors() {
        Channel channel = world.confirmingChannel();
        world.adapter.io(() -> world.broker.verdicts(publish -> Verdict.valueOf(publish.routingKey())));
        channel.publish("", "NACK", Message.of("a"));
        channel.publish(BasicMethod.Publish.of("", "RETURN").mandatory(true), Message.of("b"));
        channel.publish("", "NONE", Message.of("c"));
        failed(telemetry.span("send NACK"), "basic.nack");
        failed(telemetry.span("send RETURN"), "basic.return");
        world.adapter.io(() -> world.broker.closeChannel(1, 404, "no exchange", 60, 40));
        failed(telemetry.span("send NONE"), ClosedException.class.getName());
        get(channel.closed());
        assertThrows(ClosedException.class, () -> channel.publish("", "late", Message.of("d")));
        failed(telemetry.span("send late"), ClosedException.class.getName());
        assertEquals(4, telemetry.counts("messaging.client.sent.messages").size());
    }

    @Test
    void whatFindsNoRoomIsNoSpan() {
        Channel channel = get(world.connection.openChannel(
                ChannelOptions.builder().publishWindow(1).build()));
        get(channel.confirmSelect());
        world.adapter.io(() -> world.broker.verdicts(any -> Verdict.NONE));
        channel.publish(TO_Q, Message.of("1"));
        assertFalse(channel.tryPublish(TO_Q, Message.of("2")));
        world.adapter.io(() -> world.broker.ack(1, 1, false));
        telemetry.spans(1);
        get(channel.writable());
        assertTrue(channel.tryPublish(TO_Q, Message.of("2")));
        world.adapter.io(() -> world.broker.ack(1, 2, false));
        telemetry.spans(2);
    }

    @Test
    void aContextThatIsInTheHeadersStays() {
        Message message = Message.of("a").header("traceparent", TRACEPARENT);
        world.channel().publish("", "q", message);
        SpanData span = telemetry.span("send q");
        assertEquals(SpanKind.CLIENT, span.getKind());
        isLinkedToTheSender(span);
        assertNotEquals(TRACE, span.getTraceId());
        assertEquals(TRACEPARENT, headers(published()).get("traceparent"));
    }

    @Test
    void baggageGoesAlong() {
        Baggage baggage = Baggage.builder().put("customer", "7").build();
        Context.current()
                .with(baggage)
                .wrap(() -> world.channel().publish("", "q", Message.of("a")))
                .run();
        assertEquals("customer=7", headers(published()).get("baggage"));
    }

    @Test
    void whatIsNotSampledIsPropagatedAndNotExported() {
        try (Telemetry off = new Telemetry(Sampler.alwaysOff());
                MemoryConnection other = off.connect()) {
            get(other.confirmingChannel().publishConfirmed(TO_Q, Message.of("a")));
            Object header =
                    headers(other.adapter.io(other.broker::publishes).get(0)).get("traceparent");
            assertTrue(String.valueOf(header).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]"), () -> "header " + header);
            assertEquals(List.of(), off.spans());
        }
    }

    @Test
    void withoutAnSdkNothingIsAdded() {
        try (MemoryConnection other =
                MemoryConnection.open(options -> options.observer(OpenTelemetryObserver.of(OpenTelemetry.noop())))) {
            get(other.confirmingChannel().publishConfirmed(TO_Q, Message.of("a")));
            assertEquals(
                    Map.of(), headers(other.adapter.io(other.broker::publishes).get(0)));
        }
    }

    @Test
    void eachMessageOfABatchIsASpan() {
        Channel channel = world.confirmingChannel();
        List<Message> messages = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> Message.of("m" + i).messageId("m" + i))
                .toList();
        SpanData parent = telemetry.within("work", () -> get(channel.publishAllConfirmed(TO_Q, messages)));
        List<SpanData> spans = telemetry.spans(4).stream()
                .filter(span -> span.getName().equals("send q"))
                .toList();
        assertEquals(3, spans.size());
        for (SpanData span : spans) {
            assertEquals(parent.getSpanId(), span.getParentSpanId());
        }
        assertEquals(
                Set.copyOf(spans.stream()
                        .map(OpenTelemetryObserverTest::traceparent)
                        .toList()),
                Set.copyOf(publishes().stream()
                        .map(publish -> headers(publish).get("traceparent"))
                        .toList()));
    }

    @Test
    void aBatchIsOneSpanOnRequest() {
        with(options -> options.batchSpans(true));
        Channel channel = world.confirmingChannel();
        world.adapter.io(() -> world.broker.verdicts(any -> Verdict.NONE));
        channel.publishAll(TO_Q, List.of(Message.of("1"), Message.of("2"), Message.of("3")));
        world.adapter.io(() -> world.broker.ack(1, 1, false));
        world.adapter.io(() -> world.broker.nack(1, 2, false));
        assertEquals(List.of(), telemetry.spans());
        world.adapter.io(() -> world.broker.ack(1, 3, false));
        SpanData span = telemetry.span("send q");
        assertEquals(3L, span.getAttributes().get(Conventions.BATCH_COUNT));
        failed(span, "basic.nack");
        assertEquals(
                Collections.nCopies(3, traceparent(span)),
                publishes().stream()
                        .map(publish -> headers(publish).get("traceparent"))
                        .toList());
        assertEquals(
                3L,
                telemetry.counts("messaging.client.sent.messages").values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        assertEquals(1, telemetry.counts("messaging.client.operation.duration").size());
        channel.publishAll(TO_Q, List.of(Message.of("alone")));
        world.adapter.io(() -> world.broker.ack(1, 4, false));
        telemetry.spans(2);
    }

    // ---- consuming ----

    @Test
    void aHandlerIsASpanBelowTheSender() {
        List<SpanContext> current = new CopyOnWriteArrayList<>();
        consume(() -> current.add(Span.current().getSpanContext()));
        SpanData span = telemetry.span("process news:shop.1:orders");
        assertEquals(SpanKind.CONSUMER, span.getKind());
        assertEquals(TRACE, span.getTraceId());
        assertEquals(SENDER, span.getParentSpanId());
        isLinkedToTheSender(span);
        assertEquals(List.of(span.getSpanContext()), current);
        assertEquals(
                Map.of(
                        "messaging.system", "rabbitmq",
                        "messaging.operation.name", "process",
                        "messaging.operation.type", "process",
                        "messaging.destination.name", "news:shop.1:orders",
                        "messaging.rabbitmq.destination.routing_key", "shop.1",
                        "messaging.rabbitmq.message.delivery_tag", 1L,
                        "server.address", "memory",
                        "server.port", 5672L),
                Telemetry.plain(span.getAttributes()));
    }

    @Test
    void onRequestItBeginsATraceOfItsOwnWithALink() {
        with(options -> options.producerAsParent(false));
        consume(() -> {});
        SpanData span = telemetry.span("process news:shop.1:orders");
        assertNotEquals(TRACE, span.getTraceId());
        assertEquals(SpanId.getInvalid(), span.getParentSpanId());
        isLinkedToTheSender(span);
    }

    @Test
    void withoutAContextItIsARootWithoutLink() {
        String tag = get(world.channel().basicConsume("orders", delivery -> {}));
        deliver(tag, Map.of());
        SpanData span = telemetry.span("process news:shop.1:orders");
        assertEquals(SpanId.getInvalid(), span.getParentSpanId());
        assertEquals(List.of(), span.getLinks());
    }

    @Test
    void aContextInBytesIsRead() {
        String tag = get(world.channel().basicConsume("orders", delivery -> {}));
        deliver(tag, Map.of("headers", Map.of("traceparent", TRACEPARENT.getBytes(StandardCharsets.UTF_8))));
        assertEquals(TRACE, telemetry.span("process news:shop.1:orders").getTraceId());
    }

    @Test
    void aHandlerThatThrowsIsAnError() {
        with(options -> {});
        consume(() -> {
            throw new IllegalStateException("out of stock");
        });
        SpanData span = telemetry.span("process news:shop.1:orders");
        failed(span, IllegalStateException.class.getName());
        assertEquals("out of stock", span.getStatus().getDescription());
        assertEquals("exception", span.getEvents().get(0).getName());
    }

    @Test
    void baggageIsCurrentInTheHandler() {
        List<String> seen = new CopyOnWriteArrayList<>();
        String tag = get(world.channel()
                .basicConsume(
                        "orders",
                        delivery -> seen.add(String.valueOf(Baggage.current().getEntryValue("customer")))));
        deliver(tag, Map.of("headers", Map.of("baggage", "customer=7")));
        assertEquals(
                SpanId.getInvalid(),
                telemetry.span("process news:shop.1:orders").getParentSpanId());
        assertEquals(List.of("7"), seen);
    }

    @Test
    void whatIsTakenWithoutAHandlerIsReceived() throws Exception {
        Channel channel = world.channel();
        DeliveryBuffer buffer = new DeliveryBuffer(channel);
        String tag = get(channel.basicConsume("orders", buffer));
        deliver(tag, Map.of("headers", Map.of("traceparent", TRACEPARENT)));
        MemoryConnection.await(() -> buffer.size() == 1, () -> "nothing came");
        assertEquals(List.of(), telemetry.spans());
        SpanData parent = telemetry.within("work", buffer::drain);
        SpanData span = telemetry.span("receive news:shop.1:orders");
        assertEquals(SpanKind.CLIENT, span.getKind());
        assertEquals(parent.getSpanId(), span.getParentSpanId());
        isLinkedToTheSender(span);
    }

    @Test
    void whatAHandlerSendsOnBelongsToIt() {
        Channel channel = world.channel();
        String tag = get(channel.basicConsume("orders", delivery -> channel.publish("", "next", delivery.message())));
        deliver(tag, Map.of("headers", Map.of("traceparent", TRACEPARENT)));
        SpanData process = telemetry.span("process news:shop.1:orders");
        SpanData send = telemetry.span("send next");
        assertEquals(SpanKind.PRODUCER, send.getKind());
        assertEquals(process.getSpanId(), send.getParentSpanId());
        assertEquals(List.of(), send.getLinks());
        assertEquals(traceparent(send), headers(published()).get("traceparent"));
    }

    // ---- options ----

    @Test
    void settlingIsASpanOnRequest() {
        with(options -> options.operations(EnumSet.allOf(TracedOperation.class)));
        Channel channel = world.channel();
        DeliveryBuffer later = new DeliveryBuffer(channel);
        String tag = get(channel.basicConsume("orders", delivery -> {
            if (delivery.deliveryTag() == 1) {
                delivery.ack();
            } else if (delivery.deliveryTag() == 2) {
                delivery.nack(false);
            } else {
                later.onDelivery(delivery);
            }
        }));
        for (int i = 0; i < 4; i++) {
            deliver(tag, Map.of());
        }
        SpanData ack = telemetry.span("ack news:shop.1:orders");
        SpanData nack = telemetry.span("nack news:shop.1:orders");
        assertEquals(SpanKind.CLIENT, ack.getKind());
        assertEquals("settle", ack.getAttributes().get(Conventions.OPERATION_TYPE));
        assertEquals(1L, ack.getAttributes().get(Conventions.DELIVERY_TAG));
        assertEquals(2L, nack.getAttributes().get(Conventions.DELIVERY_TAG));
        telemetry.spans(6);
        assertTrue(telemetry.spans().stream()
                .anyMatch(span -> span.getSpanId().equals(ack.getParentSpanId())
                        && span.getName().equals("process news:shop.1:orders")));
        channel.basicAck(4, true);
        SpanData both = telemetry.span("ack");
        assertEquals(2L, both.getAttributes().get(Conventions.BATCH_COUNT));
    }

    @Test
    void whatIsNotTracedLetsTheContextThrough() {
        with(options -> options.operations(Set.of()));
        Channel channel = world.channel();
        SpanData parent = telemetry.within("work", () -> channel.publish("", "q", Message.of("a")));
        assertEquals(traceparent(parent), headers(published()).get("traceparent"));
        List<String> current = new CopyOnWriteArrayList<>();
        String tag = get(channel.basicConsume(
                "orders",
                delivery -> current.add(Span.current().getSpanContext().getSpanId())));
        deliver(tag, Map.of("headers", Map.of("traceparent", TRACEPARENT)));
        MemoryConnection.await(() -> !current.isEmpty(), () -> "nothing came");
        assertEquals(List.of(SENDER), current);
        telemetry.spans(1);
    }

    @Test
    void sizesAndHeadersAreShownOnRequest() {
        with(options -> options.bodySize(true).capturedHeaders(Set.of("tenant", "attempt", "none")));
        world.channel()
                .publish("", "q", Message.of("body").header("tenant", "blue").header("attempt", 1));
        Map<String, Object> attributes =
                Telemetry.plain(telemetry.span("send q").getAttributes());
        assertEquals(4L, attributes.get("messaging.message.body.size"));
        assertEquals(List.of("blue"), attributes.get("messaging.header.tenant"));
        assertFalse(attributes.containsKey("messaging.header.attempt"));
        assertFalse(attributes.containsKey("messaging.header.none"));
    }

    @Test
    void destinationsHaveFewNamesOnRequest() {
        with(options -> options.destinationTemplate(name -> name.replaceAll("[0-9]+", "{id}")));
        world.channel().publish("news", "shop.4711", Message.of("a"));
        SpanData span = telemetry.span("send news:shop.{id}");
        assertEquals("news:shop.4711", span.getAttributes().get(Conventions.DESTINATION_NAME));
        assertEquals("news:shop.{id}", span.getAttributes().get(Conventions.DESTINATION_TEMPLATE));
        assertEquals(
                "news:shop.{id}",
                telemetry
                        .counts("messaging.client.sent.messages")
                        .keySet()
                        .iterator()
                        .next()
                        .get(Conventions.DESTINATION_TEMPLATE));
    }

    // ---- metrics ----

    @Test
    void theMetricsOfTheConventions() {
        Channel channel = world.confirmingChannel();
        world.adapter.io(
                () -> world.broker.verdicts(publish -> publish.text().equals("bad") ? Verdict.NACK : Verdict.ACK));
        for (String body : List.of("good", "good", "bad")) {
            get(channel.publishConfirmed(BasicMethod.Publish.of("news", "shop." + body), Message.of(body)));
        }
        Map<String, Object> sent = new HashMap<>(Map.of(
                "messaging.system", "rabbitmq",
                "messaging.operation.name", "send",
                "messaging.operation.type", "send",
                "messaging.destination.template", "news",
                "server.address", "memory",
                "server.port", 5672L));
        Map<String, Object> refused = new HashMap<>(sent);
        refused.put("error.type", "basic.nack");
        for (String metric : List.of("messaging.client.sent.messages", "messaging.client.operation.duration")) {
            Map<Map<String, Object>, Long> counts = new HashMap<>();
            telemetry.counts(metric).forEach((point, count) -> counts.put(Telemetry.plain(point), count));
            assertEquals(Map.of(sent, 2L, refused, 1L), counts, metric);
        }
        String tag = get(channel.basicConsume("orders", delivery -> {}));
        deliver(tag, Map.of());
        telemetry.span("process news:shop.1:orders");
        Map<String, Object> processed = new HashMap<>(sent);
        processed.put("messaging.operation.name", "process");
        processed.put("messaging.operation.type", "process");
        processed.put("messaging.destination.template", "orders");
        for (String metric : List.of("messaging.client.consumed.messages", "messaging.process.duration")) {
            Map<Map<String, Object>, Long> counts = new HashMap<>();
            telemetry.counts(metric).forEach((point, count) -> counts.put(Telemetry.plain(point), count));
            assertEquals(Map.of(processed, 1L), counts, metric);
        }
    }

    @Test
    void noMetricsOnRequest() {
        with(options -> options.metrics(false));
        world.channel().publish("", "q", Message.of("a"));
        telemetry.span("send q");
        assertEquals(Map.of(), telemetry.counts("messaging.client.sent.messages"));
    }
}
