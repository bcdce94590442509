// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.memory.MemoryConnection;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** OpenTelemetry's SDK, with all that it would export. */
final class Telemetry implements AutoCloseable {
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    final OpenTelemetrySdk sdk;

    Telemetry() {
        this(Sampler.alwaysOn());
    }

    Telemetry(Sampler sampler) {
        sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(metrics).build())
                .setPropagators(ContextPropagators.create(TextMapPropagator.composite(
                        W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
                .build();
    }

    /** A connection that is traced. */
    MemoryConnection connect(Consumer<OpenTelemetryObserver.Builder> options) {
        var builder = OpenTelemetryObserver.builder(sdk);
        options.accept(builder);
        return MemoryConnection.open(connection -> connection.observer(builder.build()));
    }

    MemoryConnection connect() {
        return connect(defaults -> {});
    }

    /** A span of the application that is current while something is done. */
    SpanData within(String name, Runnable action) {
        Span span = sdk.getTracer("application").spanBuilder(name).startSpan();
        try {
            Context.current().with(span).wrap(action).run();
        } finally {
            span.end();
        }
        return span(name);
    }

    /** All that have ended, the first first. */
    List<SpanData> spans() {
        return spans.getFinishedSpanItems();
    }

    /** So many, once they have ended. */
    List<SpanData> spans(int count) {
        MemoryConnection.await(() -> spans().size() >= count, () -> "spans: " + spans());
        assertEquals(count, spans().size(), () -> "spans: " + spans());
        return spans();
    }

    /** The only one of that name, once it has ended. */
    SpanData span(String name) {
        MemoryConnection.await(() -> !named(name).isEmpty(), () -> "no span " + name + " among " + spans());
        assertEquals(1, named(name).size(), () -> "spans: " + spans());
        return named(name).get(0);
    }

    private List<SpanData> named(String name) {
        return spans().stream().filter(span -> span.getName().equals(name)).toList();
    }

    /** The attributes of the points of a metric, each with how many messages it counts. */
    Map<Attributes, Long> counts(String metric) {
        return metrics.collectAllMetrics().stream()
                .filter(data -> data.getName().equals(metric))
                .flatMap(data -> points(data).entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<Attributes, Long> points(MetricData data) {
        return switch (data.getType()) {
            case LONG_SUM ->
                data.getLongSumData().getPoints().stream()
                        .collect(Collectors.toMap(PointData::getAttributes, point -> point.getValue()));
            case HISTOGRAM ->
                data.getHistogramData().getPoints().stream()
                        .collect(Collectors.toMap(PointData::getAttributes, point -> point.getCount()));
            default -> throw new AssertionError("a metric of type " + data.getType());
        };
    }

    static Map<String, Object> plain(Attributes attributes) {
        Map<String, Object> plain = new TreeMap<>();
        attributes.forEach((AttributeKey<?> key, Object value) -> plain.put(key.getKey(), value));
        return plain;
    }

    @Override
    public void close() {
        sdk.close();
    }
}
