// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.codec.Message;
import amqp.rpc.RpcClient;
import amqp.rpc.RpcHandler;
import amqp.rpc.RpcRequest;
import amqp.rpc.RpcServer;
import amqp.tracing.opentelemetry.OpenTelemetryObserver;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/** Traces messages and remote calls with OpenTelemetry, and shows which span belongs to which. */
public final class Tracing {
    private Tracing() {}

    public static void main(String[] args) throws InterruptedException {
        Spans spans = new Spans(7); // the application's own, two of a message, four of a call
        try (OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans)) // an application exports in batches
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build()) {
            Claim.equal(true, detailed(telemetry) != null, "an observer with other options");
            // tag::observer[]
            ConnectionOptions options = ConnectionOptions.builder()
                    .uri(Arguments.of(args).uri())
                    .observer(OpenTelemetryObserver.of(telemetry)) // your OpenTelemetry
                    .build();
            // end::observer[]
            Connection connection = done(Connection.open(options));
            try {
                run(telemetry, connection);
                spans.await();
            } finally {
                done(connection.close());
            }
        }
        spans.print();
    }

    private static OpenTelemetryObserver detailed(OpenTelemetry telemetry) {
        // tag::options[]
        OpenTelemetryObserver observer = OpenTelemetryObserver.builder(telemetry)
                .destinationTemplate(name -> name.replaceAll("[0-9]+", "{id}")) // send news:shop.{id}
                .capturedHeaders(Set.of("tenant")) // as messaging.header.tenant
                .bodySize(true)
                .build();
        // end::options[]
        return observer;
    }

    private static void run(OpenTelemetrySdk telemetry, Connection connection) {
        var channel = done(connection.openChannel());
        done(channel.confirmSelect());
        String orders = done(channel.queueDeclare()).queue();
        String prices = done(channel.queueDeclare()).queue();
        // tag::context[]
        Executor workers = ForkJoinPool.commonPool(); // or one of your own
        RpcHandler handler =
                request -> CompletableFuture.supplyAsync(() -> Message.of("42"), Context.taskWrapping(workers));
        // end::context[]
        done(RpcServer.open(connection, prices, handler));
        RpcClient client = done(RpcClient.open(connection));

        // Whatever the handler does belongs to its span, which belongs to that of the publisher.
        done(channel.basicConsume(orders, delivery -> {
            String reply = done(client.call(RpcRequest.of(prices, Message.of("espresso"))))
                    .message()
                    .text();
            System.out.println("espresso costs " + reply);
            delivery.ack();
        }));

        Span work = telemetry.getTracer("examples").spanBuilder("take an order").startSpan();
        Runnable order = () -> done(channel.publishConfirmed("", orders, Message.of("one espresso")));
        Context.current().with(work).wrap(order).run();
        work.end();
    }

    /** Keeps what has ended. */
    private static final class Spans implements SpanExporter {
        private final List<SpanData> ended = new CopyOnWriteArrayList<>();
        private final CountDownLatch left;

        Spans(int count) {
            left = new CountDownLatch(count);
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            ended.addAll(spans);
            spans.forEach(span -> left.countDown());
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }

        void await() throws InterruptedException {
            Claim.equal(true, left.await(20, TimeUnit.SECONDS), "all spans have ended");
        }

        void print() {
            ended.stream()
                    .filter(span -> !span.getParentSpanContext().isValid())
                    .forEach(root -> print(root, ""));
        }

        private void print(SpanData span, String indent) {
            System.out.println(indent + span.getName() + " (" + span.getKind() + ")");
            ended.stream()
                    .filter(child -> child.getParentSpanId().equals(span.getSpanId()))
                    .forEach(child -> print(child, indent + "  "));
        }
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
