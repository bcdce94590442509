// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import amqp.adapter.netty.NettyAdapter;
import amqp.adapter.netty.NettyOptions;
import amqp.client.Dispatch;
import amqp.metrics.micrometer.MicrometerObserver;
import amqp.tracing.opentelemetry.OpenTelemetryObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jdk.jfr.Recording;

/** The clients that a worker in Java can be. */
final class Clients {
    private static final NettyOptions OPENSSL =
            NettyOptions.builder().tls(NettyOptions.Tls.OPENSSL).build();

    private Clients() {}

    /** While the JVM's flight recorder has all events of the client on. */
    private static Client recorded(SdkClient client) {
        Recording recording = new Recording();
        recording.start();
        return client.beside(recording);
    }

    /** Spans that are sampled are made, ended, and exported nowhere. */
    private static Client traced(String uri, Sampler sampler) {
        SdkTracerProvider tracers =
                SdkTracerProvider.builder().setSampler(sampler).build();
        OpenTelemetry telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(tracers)
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
        return new SdkClient(uri, "nio", OpenTelemetryObserver.of(telemetry));
    }

    static Client open(String name, String uri) throws Exception {
        return switch (name) {
            case "floor" -> new FloorClient(uri);
            case "nio", "blocking", "aio", "netty", "vertx" -> new SdkClient(uri, name, Dispatch.IO_THREAD);
            case "nio-micrometer" -> new SdkClient(uri, "nio", MicrometerObserver.of(new SimpleMeterRegistry()));
            case "nio-observed" -> new SdkClient(uri, "nio", new CountingObserver());
            case "nio-traced" -> traced(uri, Sampler.alwaysOn());
            case "nio-unsampled" -> traced(uri, Sampler.alwaysOff());
            case "nio-recorded" -> recorded(new SdkClient(uri, "nio", Dispatch.IO_THREAD));
            case "nio-executor" -> new SdkClient(uri, "nio", Dispatch.EXECUTOR);
            case "blocking-executor" -> new SdkClient(uri, "blocking", Dispatch.EXECUTOR);
            case "netty-executor" -> new SdkClient(uri, "netty", Dispatch.EXECUTOR);
            case "netty-openssl" -> new SdkClient(uri, NettyAdapter.create(OPENSSL), Dispatch.IO_THREAD);
            case "amqp-client" -> new PeerClient(uri, PeerClient.Transport.BLOCKING);
            case "amqp-client-nio" -> new PeerClient(uri, PeerClient.Transport.NIO);
            case "amqp-client-netty" -> new PeerClient(uri, PeerClient.Transport.NETTY);
            case "amqp-client-netty-openssl" -> new PeerClient(uri, PeerClient.Transport.NETTY_OPENSSL);
            case "compat" -> new PeerClient(uri, PeerClient.Transport.SDK);
            default -> throw new IllegalArgumentException("there is no client \"" + name + "\"");
        };
    }
}
