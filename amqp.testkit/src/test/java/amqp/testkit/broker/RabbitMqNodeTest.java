// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.tck.TestCertificates;
import amqp.testkit.Await;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.WireFrame;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;

/** One node for all, since each start takes seconds; the tests that end it come last. */
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RabbitMqNodeTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final TestCertificates certificates = TestCertificates.create();
    private RabbitMqNode node;

    @BeforeAll
    void start() {
        node = RabbitMqNode.start(RabbitMqOptions.DEFAULT.withTls(certificates).withExternal());
    }

    @AfterAll
    void end() {
        certificates.close();
        if (node != null) node.close();
    }

    @Test
    @Order(1)
    void speaksAmqp() throws IOException {
        try (var peer = new RawPeer(new Socket("127.0.0.1", node.port()))) {
            var start = peer.greet();
            assertEquals(0, start.number("version-major"));
            assertEquals(9, start.number("version-minor"));
            assertEquals("RabbitMQ", start.table("server-properties").get("product"));
            assertEquals(node.version(), start.table("server-properties").get("version"));
            assertEquals(
                    Set.of("AMQPLAIN", "PLAIN"), Set.of(start.text("mechanisms").split(" ")));
        }
    }

    @Test
    @Order(2)
    void refusesAnotherProtocolVersion() throws IOException {
        try (var peer = new RawPeer(new Socket("127.0.0.1", node.port()))) {
            peer.send(BrokerFrames.protocolHeader(0, 0, 8, 0));
            // RabbitMQ 4 names what it likes best: AMQP 1.0, beginning with SASL.
            var supported = node.majorVersion() < 4
                    ? new WireFrame.ProtocolHeader(0, 0, 9, 1)
                    : new WireFrame.ProtocolHeader(3, 1, 0, 0);
            assertEquals(supported, peer.next());
        }
    }

    @Test
    @Order(3)
    void usersHaveTheRightsThatAreDocumented() throws IOException {
        assertEquals("connection.open-ok", opened("guest", "/").name());
        assertEquals("connection.open-ok", opened("guest", "other").name());
        assertEquals("connection.open-ok", opened("restricted", "/").name());
        assertEquals(530, opened("nobody", "/").number("reply-code"));
        assertEquals(530, opened("guest", "nowhere").number("reply-code"));
    }

    @Test
    @Order(4)
    void externalLogsInByClientCertificate() throws IOException {
        var sockets = certificates.context(certificates.client()).getSocketFactory();
        try (var peer = new RawPeer(sockets.createSocket("localhost", node.tlsPort()))) {
            assertEquals("connection.open-ok", peer.open("EXTERNAL", "", "/").name());
            var users = node.rabbitmqctl("-q", "list_connections", "user", "ssl");
            assertTrue(users.contains(TestCertificates.CLIENT_NAME + "\ttrue"), users);
        }
    }

    @Test
    @Order(5)
    void memoryAlarmBlocksAPublisher() throws IOException {
        try (var peer = new RawPeer(new Socket("127.0.0.1", node.port()))) {
            peer.open("PLAIN", "\0guest\0guest", "/");
            node.blockByMemoryAlarm();
            try {
                peer.send(BrokerFrames.method(1, "channel.open"));
                assertEquals("channel.open-ok", peer.method().name());
                peer.send(BrokerFrames.concat(
                        BrokerFrames.method(1, "basic.publish", "", "none", false, false),
                        BrokerFrames.header(1, 0, Map.of())));
                assertEquals("connection.blocked", peer.method().name());
            } finally {
                node.unblock();
            }
            assertEquals("connection.unblocked", peer.method().name());
        }
    }

    @Test
    @Order(6)
    void commandThatFailsSaysWhy() {
        var failure = assertThrows(IllegalStateException.class, () -> node.rabbitmqctl("no_such_command"));
        assertTrue(failure.getMessage().contains("no_such_command"), failure.getMessage());
    }

    @Test
    @Order(7)
    void frozenNodeAcceptsButDoesNotAnswer() throws IOException {
        node.freeze();
        try (var socket = new Socket("127.0.0.1", node.port());
                var peer = new RawPeer(socket)) {
            peer.send(BrokerFrames.protocolHeader(0, 0, 9, 1));
            socket.setSoTimeout(300);
            assertThrows(SocketTimeoutException.class, peer::next);
            node.thaw();
            socket.setSoTimeout((int) DEADLINE.toMillis());
            assertEquals("connection.start", peer.method().name());
        } finally {
            node.thaw();
        }
    }

    @Test
    @Order(8)
    void killedNodeIsGoneAndComesBackOnTheSamePort() throws IOException {
        try (var peer = new RawPeer(new Socket("127.0.0.1", node.port()))) {
            peer.greet();
            node.kill();
            assertFalse(node.isRunning());
            assertThrows(IOException.class, peer::next);
        }
        assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", node.port()).close());
        node.restart();
        assertEquals("connection.open-ok", opened("guest", "/").name());
    }

    @Test
    @Order(9)
    void closeLeavesNothingBehind() throws IOException {
        var pid = node.pid();
        var folder = Path.of(
                node.rabbitmqctl("-q", "eval", "os:getenv(\"HOME\").").strip().replace("\"", ""));
        assertTrue(Files.exists(folder), folder.toString());
        try (var peer = new RawPeer(new Socket("127.0.0.1", node.port()))) {
            peer.open("PLAIN", "\0guest\0guest", "/");
            node.stop();
            assertEquals(320, peer.method().number("reply-code"));
        }
        node.close();
        assertFalse(Files.exists(folder), folder.toString());
        Await.until(DEADLINE, () -> ProcessHandle.of(pid).isEmpty(), () -> "process " + pid + " is alive");
        node = null;
    }

    /** A program that starts a node and ends without closing it. */
    static final class Careless {
        private Careless() {}

        @SuppressWarnings("try") // That is the point.
        public static void main(String[] arguments) {
            var node = RabbitMqNode.start();
            System.out.println(node.pid() + " " + node.port());
            System.exit(0);
        }
    }

    @Test
    @Order(10)
    void endOfTheJvmEndsTheNode() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var program = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Careless.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var printed =
                new String(program.getInputStream().readAllBytes()).strip().split(" ");
        assertEquals(0, program.waitFor());
        var pid = Long.parseLong(printed[0]);
        Await.until(DEADLINE, () -> ProcessHandle.of(pid).isEmpty(), () -> "process " + pid + " is alive");
        assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", Integer.parseInt(printed[1])).close());
    }

    private WireFrame.Method opened(String user, String virtualHost) throws IOException {
        try (var peer = new RawPeer(new Socket("127.0.0.1", node.port()))) {
            return peer.open("PLAIN", "\0" + user + "\0" + user, virtualHost);
        }
    }
}
