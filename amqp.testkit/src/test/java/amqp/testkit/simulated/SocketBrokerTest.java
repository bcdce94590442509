// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.Await;
import amqp.testkit.scripted.BrokerSettings;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.Content;
import amqp.testkit.wire.ContentOrder;
import amqp.testkit.wire.FrameParser;
import amqp.testkit.wire.WireFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketBrokerTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final SocketBroker broker = SocketBroker.start(1, BrokerSettings.DEFAULT);

    @AfterEach
    void end() {
        broker.close();
    }

    private int sessions() {
        return broker.ask(state -> state.sessions().size());
    }

    /** Sends what it is told and reads the answers, over a socket. */
    private static final class SocketClient implements AutoCloseable {
        private final Socket socket;
        private final FrameParser parser = new FrameParser();
        private final ContentOrder order = new ContentOrder();
        private final Deque<WireFrame.Method> methods = new ArrayDeque<>();

        SocketClient(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) DEADLINE.toMillis());
        }

        void open() throws IOException {
            octets(BrokerFrames.protocolHeader(0, 0, 9, 1));
            send(0, "connection.start-ok", Map.of("connection_name", "raw"), "PLAIN", "\0guest\0guest", "en_US");
            send(0, "connection.tune-ok", 10, 4096, 0);
            send(0, "connection.open", "/");
            send(1, "channel.open");
            expect("channel.open-ok");
        }

        void send(int channel, String method, Object... values) throws IOException {
            octets(BrokerFrames.method(channel, method, values));
        }

        void publish(String body) throws IOException {
            send(1, "basic.publish", "", "q", false, false);
            octets(BrokerFrames.content(1, Map.of(), body.getBytes(StandardCharsets.US_ASCII), 4096));
        }

        private void octets(byte[] octets) throws IOException {
            socket.getOutputStream().write(octets);
        }

        void expect(String name) throws IOException {
            while (methods.isEmpty() || !methods.remove().name().equals(name)) {
                if (methods.isEmpty() && !read()) throw new AssertionError("the end came, and no " + name);
            }
        }

        /** False at the end. */
        private boolean read() throws IOException {
            var octets = new byte[4096];
            var count = socket.getInputStream().read(octets);
            if (count > 0) parser.feed(ByteBuffer.wrap(octets, 0, count), this::accept);
            return count > 0;
        }

        private void accept(WireFrame frame) {
            order.accept(frame).map(Content::method).ifPresent(methods::add);
            if (frame instanceof WireFrame.Method method && !method.spec().hasContent()) methods.add(method);
        }

        boolean isOver() {
            try {
                return socket.getInputStream().read() < 0;
            } catch (IOException e) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void clientsAreServedSideBySide() throws IOException {
        broker.delay(Duration.ofMillis(1));
        try (var one = new SocketClient(broker.port());
                var other = new SocketClient(broker.port())) {
            one.open();
            other.open();
            one.send(1, "queue.declare", "q", false, false, false, false, false, Map.of());
            one.expect("queue.declare-ok");
            other.send(1, "basic.consume", "q", "tag", false, true, false, false, Map.of());
            other.expect("basic.consume-ok");
            one.publish("1");
            other.expect("basic.deliver");
            one.send(0, "connection.close", 200, "", 0, 0);
            one.expect("connection.close-ok");
            assertTrue(one.isOver());
            assertEquals(1, sessions());
            assertEquals(List.of(), broker.ask(state -> state.history().violations()));
        }
    }

    @Test
    void verdictsAreWithheld() throws IOException {
        try (var client = new SocketClient(broker.port())) {
            client.open();
            client.send(1, "confirm.select", false);
            client.expect("confirm.select-ok");
            broker.withholdVerdicts(true);
            client.publish("1");
            client.send(1, "basic.qos", 0, 1, false);
            client.expect("basic.qos-ok");
            boolean due = broker.ask(state -> state.sessions().get(0).isWorkDue());
            assertTrue(due);
            broker.withholdVerdicts(false);
            client.expect("basic.ack");
        }
    }

    @Test
    void connectionsAreCutAndTurnedAway() throws IOException {
        for (var i = 0; i < 4; i++) { // by a reset or by the end of the stream
            try (var client = new SocketClient(broker.port())) {
                client.open();
                assertEquals(1, broker.cut());
                assertTrue(client.isOver());
                assertEquals(0, sessions());
            }
        }
        broker.turnAway(true);
        try (var client = new SocketClient(broker.port())) {
            assertTrue(client.isOver());
        }
        broker.turnAway(false);
        try (var client = new SocketClient(broker.port())) {
            client.open();
        }
        Await.until(DEADLINE, () -> sessions() == 0, () -> "the client has left");
    }
}
