// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.ScriptedConnection.Split;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.WireFrame;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the peer does wrong: each has its reply code, told to the peer and to the application. */
class ViolationTest {
    private static final byte[] DELIVER = BrokerFrames.method(1, "basic.deliver", "tag", 1, false, "", "q");
    private static final byte[] HEADER = BrokerFrames.header(1, 4, Map.of());
    private static final byte[] BODY = BrokerFrames.body(1, new byte[2]);

    static Stream<Arguments> violations() {
        return Stream.of(
                // frames
                one(501, "frame end", BrokerFrames.withBadEnd(BrokerFrames.heartbeat())),
                one(501, "frame type", BrokerFrames.frame(9, 0, new byte[0])),
                one(501, "frame type", new byte[] {0}),
                one(501, "frame too large", BrokerFrames.frame(3, 1, new byte[131_065])),
                one(501, "frame too large by its length alone", new byte[] {1, 0, 0, -1, -1, -1, -1}),
                one(501, "protocol header in the middle", BrokerFrames.protocolHeader(0, 0, 9, 1)),
                one(501, "heartbeat on a channel", BrokerFrames.frame(8, 1, new byte[0])),
                // content
                one(505, "header without method", HEADER),
                one(505, "body without method", BODY),
                one(505, "body instead of header", DELIVER, BODY),
                one(505, "second header", DELIVER, HEADER, HEADER),
                one(505, "method before the header", DELIVER, BrokerFrames.method(1, "basic.ack", 1, false)),
                one(505, "method within the body", DELIVER, HEADER, BODY, DELIVER),
                one(505, "close within the body", DELIVER, HEADER, BrokerFrames.method(1, "channel.close-ok")),
                one(505, "wrong class", DELIVER, BrokerFrames.frame(2, 1, new byte[] {
                    0, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0
                })),
                one(505, "body too long", DELIVER, HEADER, BrokerFrames.body(1, new byte[5])),
                one(505, "body too long at last", DELIVER, HEADER, BODY, BrokerFrames.body(1, new byte[3])),
                one(505, "body after the last byte", DELIVER, HEADER, BODY, BODY, BODY),
                one(502, "header too short", DELIVER, BrokerFrames.frame(2, 1, new byte[13])),
                // methods
                one(503, "unknown method", BrokerFrames.method(1, 60, 999).frame()),
                one(503, "unknown class", BrokerFrames.method(0, 30, 10).frame()),
                one(502, "no method", BrokerFrames.frame(1, 1, new byte[3])),
                one(
                        502,
                        "arguments broken off",
                        BrokerFrames.method(1, 60, 60).octet(200).frame()),
                one(
                        502,
                        "table broken off",
                        BrokerFrames.method(0, 10, 10)
                                .octet(0)
                                .octet(9)
                                .longint(99)
                                .frame()),
                one(503, "reply to nothing", BrokerFrames.method(2, "queue.purge-ok", 1)),
                one(503, "wrong reply", BrokerFrames.method(1, "queue.purge-ok", 1)),
                one(503, "wrong reply on channel 0", BrokerFrames.method(0, "connection.update-secret-ok")),
                one(503, "tune again", BrokerFrames.method(0, "connection.tune", 1, 8192, 0)),
                one(503, "close-ok that nobody asked for", BrokerFrames.method(0, "connection.close-ok")),
                one(503, "close-ok that nobody asked for", BrokerFrames.method(1, "channel.close-ok")),
                one(503, "method of a client", BrokerFrames.method(1, "basic.publish", "", "q", false, false)),
                one(503, "connection method on a channel", BrokerFrames.method(1, "connection.unblocked")),
                one(503, "channel method on channel 0", BrokerFrames.method(0, "basic.ack", 1, false)),
                one(503, "ack without confirm mode", BrokerFrames.method(1, "basic.ack", 1, false)),
                one(503, "nack without confirm mode", BrokerFrames.method(1, "basic.nack", 1, false, false)),
                // channels
                one(504, "method on no channel", BrokerFrames.method(3, "basic.ack", 1, false)),
                one(504, "channel.close on no channel", BrokerFrames.method(3, "channel.close", 404, "", 0, 0)),
                one(504, "header on no channel", BrokerFrames.header(65_535, 4, Map.of())),
                one(504, "body on channel 0", BrokerFrames.body(0, new byte[2])));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("violations")
    void isToldWithItsCode(int code, String what, List<byte[]> frames) {
        for (Split split : Split.values()) {
            var world = ScriptedConnection.open().split(split);
            var first = world.channel();
            var second = world.channel();
            world.broker.ignore("queue.declare");
            world.call(first, QueueMethod.Declare.of("q"), "declare").run();
            world.call(first, new BasicMethod.Ack(0, true), "ack");
            world.send(frames.toArray(byte[][]::new));

            var told = lastMethod(world);
            assertEquals("connection.close", told.name());
            assertEquals(code, told.number("reply-code"));
            var events = world.takeEvents().stream()
                    .filter(event -> !(event instanceof Event.Delivered))
                    .toList();
            var failed = assertInstanceOf(Event.Failed.class, events.get(0));
            var reason = assertInstanceOf(CloseReason.PeerViolation.class, failed.reason());
            assertEquals(code, reason.code());
            assertEquals(
                    List.of(
                            new Event.Failed("declare", reason),
                            new Event.Failed("ack", reason),
                            new Event.ChannelClosed(first, reason),
                            new Event.ChannelClosed(second, reason),
                            new Event.ConnectionClosed(reason),
                            new Event.TransportFinished()),
                    events);
            world.noViolations();
        }
    }

    private static WireFrame.Method lastMethod(ScriptedConnection world) {
        var received = world.broker.received();
        return assertInstanceOf(WireFrame.Method.class, received.get(received.size() - 1));
    }

    private static Arguments one(int code, String what, byte[]... frames) {
        return Arguments.of(code, what, List.of(frames));
    }
}
