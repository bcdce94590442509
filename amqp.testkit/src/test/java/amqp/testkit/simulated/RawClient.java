// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.Content;
import amqp.testkit.wire.ContentOrder;
import amqp.testkit.wire.FrameParser;
import amqp.testkit.wire.WireFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A client without any state, octet by octet: sends what it is told and reads the answers. */
final class RawClient {
    final BrokerSession session;
    private final FrameParser parser = new FrameParser();
    private final ContentOrder order = new ContentOrder();
    private final Deque<WireFrame.Method> methods = new ArrayDeque<>();
    private final Deque<Content> contents = new ArrayDeque<>();

    RawClient(SimulatedBroker broker) {
        session = broker.accept(() -> {});
        octets(BrokerFrames.protocolHeader(0, 0, 9, 1));
        send(0, "connection.start-ok", Map.of("connection_name", "raw"), "PLAIN", "\0guest\0guest", "en_US");
        send(0, "connection.tune-ok", 10, 4096, 0);
        send(0, "connection.open", "/");
        send(1, "channel.open");
        expect("channel.open-ok");
    }

    void send(int channel, String method, Object... values) {
        octets(BrokerFrames.method(channel, method, values));
    }

    void publish(int channel, String exchange, String routingKey, String... bodies) {
        for (var body : bodies) {
            send(channel, "basic.publish", exchange, routingKey, false, false);
            octets(BrokerFrames.content(
                    channel, Map.of("delivery-mode", 2L), body.getBytes(StandardCharsets.UTF_8), 4096));
        }
    }

    private void octets(byte[] octets) {
        for (var octet : octets) session.receive(ByteBuffer.wrap(new byte[] {octet}));
    }

    WireFrame.Method expect(String name) {
        return expectOneOf(name);
    }

    /** Skips to the next method of one of these names. */
    WireFrame.Method expectOneOf(String... names) {
        read();
        while (!methods.isEmpty()) {
            var method = methods.remove();
            if (List.of(names).contains(method.name())) return method;
        }
        throw new AssertionError("none of " + List.of(names) + " has come");
    }

    void expectDelivery(String body, boolean redelivered) {
        read();
        var content = contents.remove();
        assertEquals(body, content.text());
        assertEquals(redelivered, content.method().flag("redelivered"), body);
    }

    boolean hasDelivery() {
        read();
        return !contents.isEmpty();
    }

    private void read() {
        while (session.isWorkDue()) session.work();
        var octets = ByteBuffer.allocate(7);
        while (session.pending() > 0) {
            session.take(octets.clear());
            parser.feed(octets.flip(), this::accept);
        }
    }

    private void accept(WireFrame frame) {
        order.accept(frame).ifPresent(contents::add);
        if (frame instanceof WireFrame.Method method) methods.add(method);
    }
}
