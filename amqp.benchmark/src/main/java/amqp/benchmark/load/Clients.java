// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import amqp.adapter.netty.NettyAdapter;
import amqp.adapter.netty.NettyOptions;
import amqp.client.Dispatch;
import amqp.metrics.micrometer.MicrometerObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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

    static Client open(String name, String uri) throws Exception {
        return switch (name) {
            case "floor" -> new FloorClient(uri);
            case "nio", "blocking", "aio", "netty", "vertx" -> new SdkClient(uri, name, Dispatch.IO_THREAD);
            case "nio-micrometer" -> new SdkClient(uri, "nio", MicrometerObserver.of(new SimpleMeterRegistry()));
            case "nio-observed" -> new SdkClient(uri, "nio", new CountingObserver());
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
