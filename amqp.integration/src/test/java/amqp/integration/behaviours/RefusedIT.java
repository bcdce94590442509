// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Connection;
import amqp.client.ConnectionFailedException;
import amqp.client.ConnectionOptions;
import amqp.connection.CloseReason;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnPrivateRabbitMq;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Setups;
import amqp.integration.support.Stages;
import amqp.testkit.RefusingPort;
import amqp.testkit.wire.BrokerFrames;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that can't be: each says in one sentence what is wrong, within its deadline. */
class RefusedIT {

    static Stream<String> adapters() {
        return Setups.adapters().stream();
    }

    @OnEveryBroker
    void wrongPassword(Setup setup) {
        var failure = refused(setup.options().credentials("guest", "wrong-secret"));
        assertTrue(failure.getMessage().contains("check the user name and password"), failure.getMessage());
        assertFalse(failure.getMessage().contains("wrong-secret"), failure.getMessage());
        assertTrue(failure.isRefused());
    }

    @OnRabbitMq
    void wrongPasswordIs403(Setup setup) {
        var failure = refused(setup.options().credentials("guest", "wrong-secret"));
        assertEquals(
                403,
                assertInstanceOf(CloseReason.ByPeer.class, failure.reason()).code());
    }

    @OnEveryBroker
    void missingVirtualHost(Setup setup) {
        var failure = refused(setup.options().virtualHost("no-such-host"));
        assertTrue(failure.getMessage().contains("no-such-host"), failure.getMessage());
        assertTrue(failure.isRefused());
    }

    @OnRabbitMq
    void missingVirtualHostIs530(Setup setup) {
        var failure = refused(setup.options().virtualHost("no-such-host"));
        assertEquals(
                530,
                assertInstanceOf(CloseReason.ByPeer.class, failure.reason()).code());
    }

    @OnPrivateRabbitMq
    void virtualHostOfOthersIs530(Setup setup) {
        var failure = refused(setup.options().credentials("nobody", "nobody"));
        assertEquals(
                530,
                assertInstanceOf(CloseReason.ByPeer.class, failure.reason()).code());
    }

    @OnEveryBroker
    void noCommonMechanism(Setup setup) {
        var failure = refused(setup.options().mechanisms(List.of("EXTERNAL")));
        assertTrue(failure.getMessage().contains("EXTERNAL"), failure.getMessage());
        assertTrue(failure.getMessage().contains("PLAIN"), failure.getMessage());
    }

    @OnRabbitMq
    void amqplainIsUnderstood(Setup setup) {
        var options = setup.options().mechanisms(List.of("AMQPLAIN")).build();
        try (var session = Session.with(options)) {
            assertFalse(session.queue().isEmpty());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("adapters")
    void nobodyListens(String adapter) {
        try (var port = new RefusingPort()) {
            var failure = refused(local(adapter, port.port()));
            assertTrue(failure.getMessage().contains("connection refused"), failure.getMessage());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("adapters")
    void unknownHost(String adapter) {
        var failure = refused(ConnectionOptions.builder().adapter(adapter).address("no-such-host.invalid", 5672));
        assertTrue(failure.getMessage().contains("no-such-host.invalid"), failure.getMessage());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("adapters")
    void silentPort(String adapter) throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var failure = refused(local(adapter, silent.getLocalPort()).handshakeTimeout(Duration.ofMillis(300)));
            assertTrue(failure.getMessage().contains("does an AMQP broker listen there?"), failure.getMessage());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("adapters")
    void portThatSpeaksHttp(String adapter) throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answering = new Thread(() -> answer(other), "http");
            answering.start();
            var failure = refused(local(adapter, other.getLocalPort()));
            assertTrue(failure.getMessage().contains("does an AMQP"), failure.getMessage());
        }
    }

    /** It greets, and then nothing more comes. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("adapters")
    void handshakeThatStops(String adapter) throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var greeting = new Thread(() -> greet(listener), "greeting");
            greeting.start();
            var failure = refused(local(adapter, listener.getLocalPort()).handshakeTimeout(Duration.ofMillis(300)));
            assertTrue(failure.getMessage().contains("within 300 ms"), failure.getMessage());
        }
    }

    private static void greet(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            client.getOutputStream()
                    .write(BrokerFrames.method(0, "connection.start", 0, 9, Map.of(), "PLAIN", "en_US"));
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The client has seen enough.
        }
    }

    /** The system drops what would begin a connection, as a firewall does. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("adapters")
    void addressThatDoesNotAnswer(String adapter) throws IOException {
        List<Socket> others = new ArrayList<>();
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            while (connects(full, others)) {
                assertTrue(others.size() < 20, "the queue of connections is never full");
            }
            var failure = refused(local(adapter, full.getLocalPort()).connectTimeout(Duration.ofMillis(300)));
            assertTrue(
                    failure.getMessage().matches(".*(no connection within|no answer in time).*"), failure.getMessage());
        } finally {
            for (Socket other : others) {
                other.close();
            }
        }
    }

    private static boolean connects(ServerSocket listener, List<Socket> others) throws IOException {
        var other = new Socket();
        others.add(other);
        try {
            other.connect(listener.getLocalSocketAddress(), 200);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static void answer(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The client has seen enough.
        }
    }

    private static ConnectionOptions.Builder local(String adapter, int port) {
        return ConnectionOptions.builder().adapter(adapter).address("127.0.0.1", port);
    }

    private static ConnectionFailedException refused(ConnectionOptions.Builder options) {
        var failure = Stages.failure(ConnectionFailedException.class, Connection.open(options.build()));
        assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
        return failure;
    }
}
