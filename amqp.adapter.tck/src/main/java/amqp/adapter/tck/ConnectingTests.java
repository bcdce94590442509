// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Reaching a peer, or not. */
abstract class ConnectingTests extends RuleTests {
    private static final String HOST = "127.0.0.1";

    ConnectingTests(AdapterTck tck) {
        super(tck);
    }

    @Test
    @Proves(Rule.CONNECTED_FIRST)
    void peerIsReached() {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder());
            recorder.send(new byte[5]);
            recorder.await(Rule.BYTES_WHOLE, () -> recorder.receivedCount() == 5, "no echo");
        }
    }

    @Test
    @Proves(Rule.FAILURE_SAYS_WHY)
    void nameIsResolved() {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connect(Endpoint.of("localhost", peer.port()), new Recorder());
            recorder.awaitConnected();
            recorder.send(new byte[5]);
            recorder.await(Rule.BYTES_WHOLE, () -> recorder.receivedCount() == 5, "no echo");
        }
    }

    @Test
    @Proves(Rule.FAILURE_SAYS_WHY)
    void refusedSaysSo() throws IOException {
        // A socket that is bound but doesn't listen holds the port, so that nobody else can take it.
        try (Socket holder = new Socket()) {
            holder.bind(new InetSocketAddress(HOST, 0));
            Endpoint endpoint = Endpoint.of(HOST, holder.getLocalPort());
            String message = failure(Rule.FAILURE_SAYS_WHY, endpoint);
            Rule.FAILURE_SAYS_WHY.check(message.contains("refused"), () -> message);
        }
    }

    @Test
    @Proves(Rule.FAILURE_SAYS_WHY)
    void unresolvableSaysSo() {
        failure(Rule.FAILURE_SAYS_WHY, Endpoint.of("host.invalid", 5672));
    }

    @Test
    @Proves(Rule.CONNECT_TIMEOUT)
    void connectTimeoutSaysSo() throws IOException {
        try (Peer peer = Peer.overcrowded()) {
            failure(
                    Rule.CONNECT_TIMEOUT,
                    Endpoint.builder(HOST, peer.port())
                            .connectTimeout(Duration.ofMillis(300))
                            .build());
        }
    }

    @Test
    @Proves(Rule.CONNECT_TIMEOUT)
    void connectTimeoutMayBeOfAnyLength() {
        try (Peer peer = Peer.echoing()) {
            for (Duration timeout : List.of(Duration.ofNanos(Long.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE))) {
                connect(endpoint(peer).toBuilder().connectTimeout(timeout).build(), new Recorder())
                        .awaitConnected(Rule.CONNECT_TIMEOUT);
            }
        }
    }

    @Test
    @Proves(Rule.CLOSE_ENDS_CONNECTING)
    void closeWhileConnectingIsHeard() throws IOException {
        try (Peer peer = Peer.overcrowded()) {
            Recorder recorder = new Recorder();
            Transport transport = adapter().connect(Endpoint.of(HOST, peer.port()), recorder);
            transport.flush();
            transport.pauseReading();
            CountDownLatch later = new CountDownLatch(1);
            adapter().schedule(Duration.ofMillis(100), later::countDown);
            recorder.await(Rule.SCHEDULES_ALONE, () -> later.getCount() == 0, "a task of the adapter never ran");
            transport.close();
            transport.close();
            TransportException cause = recorder.awaitFailure(Rule.CLOSE_ENDS_CONNECTING);
            Rule.CLOSE_ENDS_CONNECTING.check(cause.closedHere(), () -> "closed with " + cause);
            recorder.judge();
        }
    }

    @Test
    @Proves(Rule.FOUND_BY_NAME)
    void serviceLoaderFindsTheProvider() {
        Adapter adapter = adapter();
        // Those that can't be made are others' concern.
        List<String> names = ServiceLoader.load(AdapterProvider.class).stream()
                .map(provider -> provider.get().name())
                .toList();
        Rule.FOUND_BY_NAME.check(
                names.contains(adapter.name()), () -> "the providers " + names + ", none named " + adapter.name());
    }

    /** The message of a failure to connect. */
    private String failure(Rule rule, Endpoint endpoint) {
        String message = connect(endpoint, new Recorder())
                .awaitRefusal(rule, endpoint.address())
                .getMessage();
        boolean clear = message.contains(endpoint.address()) && message.lines().count() == 1;
        Rule.FAILURE_SAYS_WHY.check(clear, () -> "the message \"" + message + "\" for " + endpoint.address());
        return message;
    }
}
