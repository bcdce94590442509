// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import static amqp.testkit.wire.BrokerFrames.body;
import static amqp.testkit.wire.BrokerFrames.content;
import static amqp.testkit.wire.BrokerFrames.frame;
import static amqp.testkit.wire.BrokerFrames.header;
import static amqp.testkit.wire.BrokerFrames.heartbeat;
import static amqp.testkit.wire.BrokerFrames.method;
import static amqp.testkit.wire.BrokerFrames.protocolHeader;
import static amqp.testkit.wire.BrokerFrames.withBadEnd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is marked, and what is not, by frames made by hand. */
class ViolationsTest {
    private static final byte[] PUBLISH = method(1, "basic.publish", "", "orders", false, false);
    private static final byte[] DECLARE =
            method(1, "queue.declare", "orders", false, false, false, false, false, Map.of());
    private static final byte[] DECLARE_OK = method(1, "queue.declare-ok", "orders", 0, 0);
    private static final byte[] BODY = "hello".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CLOSE = method(1, "channel.close", 200, "", 0, 0);
    private static final byte[] CLOSE_OK = method(1, "channel.close-ok");

    private static void assertOnly(Violation.Kind kind, String part, HandMade trace) {
        assertEquals(1, trace.violations().size(), trace.violations()::toString);
        Violation violation = trace.violations().get(0);
        assertEquals(kind, violation.kind(), violation::toString);
        assertTrue(violation.text().contains(part), violation::text);
    }

    @Test
    void aUsualConversationHasNone() {
        HandMade trace = HandMade.open()
                .client(DECLARE, method(1, "confirm.select", false))
                .broker(DECLARE_OK, method(1, "confirm.select-ok"))
                .client(PUBLISH, content(1, Map.of(), BODY, HandMade.FRAME_MAX), heartbeat())
                .broker(method(1, "basic.ack", 1, false), heartbeat())
                .client(method(1, "basic.consume", "orders", "tag", false, false, false, false, Map.of()))
                .broker(method(1, "basic.consume-ok", "tag"))
                .broker(method(1, "basic.deliver", "tag", 1, false, "", "orders"))
                .broker(content(1, Map.of(), BODY, HandMade.FRAME_MAX))
                .client(method(1, "basic.ack", 1, false), method(1, "basic.get", "orders", false))
                .broker(method(1, "basic.get-empty"))
                .client(CLOSE)
                .broker(CLOSE_OK)
                .client(method(0, "connection.close", 200, "", 0, 0))
                .broker(method(0, "connection.close-ok"));
        assertEquals(List.of(), trace.violations());
    }

    @Test
    void channelsMayAlternateWithinContents() {
        HandMade trace = HandMade.open().client(method(2, "channel.open")).broker(method(2, "channel.open-ok"));
        trace.client(PUBLISH, header(1, 5, Map.of()))
                .client(method(2, "basic.publish", "", "other", false, false), header(2, 2, Map.of()))
                .client(body(1, BODY), body(2, new byte[2]));
        assertEquals(List.of(), trace.violations());
    }

    @Test
    void aMethodWithinAContent() {
        HandMade trace = HandMade.open().client(PUBLISH, header(1, 9, Map.of()), body(1, BODY), PUBLISH);
        assertOnly(
                Violation.Kind.CONTENT_ORDER,
                "the content of basic.publish is interrupted by basic.publish: 5 of 9 bytes have come",
                trace);
    }

    @Test
    void aSecondHeader() {
        assertOnly(
                Violation.Kind.CONTENT_ORDER,
                "another content header",
                HandMade.open().client(PUBLISH, header(1, 5, Map.of()), header(1, 5, Map.of()), body(1, BODY)));
    }

    @Test
    void aContentLeftOffByAClose() {
        HandMade trace =
                HandMade.open().client(PUBLISH, header(1, 9, Map.of()), CLOSE).broker(CLOSE_OK);
        assertEquals(List.of(), trace.violations());
    }

    @Test
    void aHeaderWithoutMethod() {
        assertOnly(
                Violation.Kind.CONTENT_ORDER,
                "a content header without",
                HandMade.open().client(header(1, 0, Map.of())));
    }

    @Test
    void aBodyWithoutHeader() {
        assertOnly(
                Violation.Kind.CONTENT_ORDER,
                "a body without a content header",
                HandMade.open().client(PUBLISH, body(1, BODY)));
    }

    @Test
    void aHeaderThatIsTooShort() {
        assertOnly(
                Violation.Kind.CONTENT_ORDER,
                "A content header of 3 bytes",
                HandMade.open().client(PUBLISH, frame(2, 1, new byte[3]), body(1, BODY)));
    }

    @Test
    void aBodyThatIsTooLong() {
        assertOnly(
                Violation.Kind.CONTENT_SIZE,
                "has 5 bytes, 4 were announced",
                HandMade.open().client(PUBLISH, header(1, 4, Map.of()), body(1, BODY)));
    }

    @Test
    void aFrameBeyondFrameMax() {
        byte[] large = new byte[HandMade.FRAME_MAX - 7];
        HandMade trace = HandMade.open().client(PUBLISH, header(1, large.length, Map.of()), body(1, large));
        assertOnly(Violation.Kind.FRAME_MAX, "9001 bytes exceeds frame-max, which is 9000", trace);
        trace.client(PUBLISH);
        assertEquals(1, trace.violations().size());
    }

    @Test
    void anUnknownMethod() {
        HandMade trace = HandMade.open().client(frame(1, 1, new byte[] {0, 60, 0, 99}), PUBLISH);
        assertOnly(Violation.Kind.UNKNOWN_METHOD, "no method 99 in class 60", trace);
        assertEquals("60.99", trace.frames.get(trace.frames.size() - 2).method());
    }

    @Test
    void argumentsThatBreakOff() {
        assertOnly(Violation.Kind.UNKNOWN_METHOD, "Broken off", HandMade.open().client(frame(1, 1, new byte[] {
            0, 60, 0, 40, 0, 0, 9
        })));
    }

    @Test
    void aMethodFrameWithoutAMethod() {
        HandMade trace = HandMade.open().client(frame(1, 1, new byte[] {0}));
        assertOnly(Violation.Kind.UNKNOWN_METHOD, "", trace);
        assertEquals("(none)", trace.last().method());
    }

    @Test
    void aReplyBeforeAnother() {
        HandMade trace = HandMade.open().client(DECLARE, method(1, "basic.qos", 0, 1, false));
        trace.broker(method(1, "basic.qos-ok"), DECLARE_OK);
        assertOnly(
                Violation.Kind.REPLY_ORDER, "basic.qos-ok comes before the reply to an earlier queue.declare", trace);
    }

    @Test
    void aReplyThatNobodyWaitsFor() {
        assertOnly(
                Violation.Kind.REPLY_WITHOUT_REQUEST,
                "nothing waits for queue.declare-ok",
                HandMade.open().broker(DECLARE_OK));
    }

    @Test
    void aReplyToSomethingElse() {
        assertOnly(
                Violation.Kind.REPLY_WITHOUT_REQUEST,
                "queue.declare-ok comes where a reply to basic.qos should",
                HandMade.open().client(method(1, "basic.qos", 0, 1, false)).broker(DECLARE_OK));
    }

    @Test
    void noWaitWaitsForNothing() {
        byte[] noWait = method(1, "queue.declare", "orders", false, false, false, false, true, Map.of());
        assertOnly(
                Violation.Kind.REPLY_WITHOUT_REQUEST,
                "nothing waits for queue.declare-ok",
                HandMade.open().client(noWait).broker(DECLARE_OK));
    }

    @Test
    void aBadFrameEnd() {
        HandMade trace = HandMade.open().client(withBadEnd(DECLARE), PUBLISH);
        assertOnly(Violation.Kind.NOT_A_FRAME, "ends with 0x41", trace);
        trace.client(PUBLISH).broker(DECLARE_OK);
        assertEquals("(undecoded)", row(trace, trace.frames.size() - 2));
        assertEquals("queue.declare-ok", trace.last().method(), "the other direction goes on");
    }

    private static String row(HandMade trace, int index) {
        return trace.frames.get(index).content() instanceof FrameContent.Undecoded
                ? "(undecoded)"
                : trace.frames.get(index).method();
    }

    @Test
    void anUnknownFrameType() {
        assertOnly(
                Violation.Kind.NOT_A_FRAME, "no frame type 4", HandMade.open().client(frame(4, 1, BODY)));
    }

    @Test
    void whatIsNotAmqp() {
        byte[] http = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertOnly(Violation.Kind.NOT_A_FRAME, "no frame type 71", new HandMade().client(http));
        byte[] almost = "AMQX\0\0\u0009\u0001more".getBytes(StandardCharsets.US_ASCII);
        assertOnly(Violation.Kind.NOT_A_FRAME, "not AMQP", new HandMade().client(almost));
        assertOnly(Violation.Kind.NOT_A_FRAME, "TLS", new HandMade().client(new byte[] {22, 3, 1, 0, 5, 1, 2, 3}));
        assertOnly(
                Violation.Kind.NOT_A_FRAME,
                "a protocol header where",
                new HandMade().client(protocolHeader(0, 0, 9, 1), protocolHeader(0, 0, 9, 1)));
    }

    @Test
    void aProtocolHeaderInPieces() {
        HandMade trace = new HandMade()
                .client(new byte[] {'A', 'M'})
                .client(new byte[] {'Q', 'P', 0, 0, 9})
                .client(new byte[] {1});
        assertEquals(List.of(), trace.violations());
        assertEquals(new FrameContent.ProtocolHeader("0-0-9-1"), trace.last().content());
    }

    @Test
    void aFrameOctetByOctet() {
        HandMade trace = HandMade.open();
        for (byte octet : DECLARE) {
            trace.client(new byte[] {octet});
        }
        assertEquals("queue.declare", trace.last().method());
        assertEquals(List.of(), trace.violations());
    }

    @Test
    void aChannelThatIsNotOpen() {
        assertOnly(
                Violation.Kind.CHANNEL_NOT_OPEN,
                "channel 7 is not open",
                HandMade.open().client(method(7, "basic.qos", 0, 1, false)));
        assertOnly(
                Violation.Kind.CHANNEL_NOT_OPEN,
                "channel 1 is not open",
                HandMade.open().client(CLOSE).broker(CLOSE_OK).client(DECLARE));
    }

    @Test
    void aChannelThatIsOpenedTwice() {
        assertOnly(
                Violation.Kind.CHANNEL_NOT_OPEN,
                "channel 1 is open already",
                HandMade.open().client(method(1, "channel.open")).broker(method(1, "channel.open-ok")));
    }

    @Test
    void whatCrossesAClose() {
        HandMade byBroker = HandMade.open()
                .client(DECLARE)
                .broker(method(1, "channel.close", 404, "no", 60, 40))
                .client(DECLARE, PUBLISH, content(1, Map.of(), BODY, 0))
                .client(CLOSE_OK)
                .client(method(1, "channel.open"))
                .broker(method(1, "channel.open-ok"));
        assertEquals(List.of(), byBroker.violations());
        HandMade byClient = HandMade.open()
                .client(DECLARE, CLOSE)
                .broker(DECLARE_OK)
                .broker(method(1, "basic.deliver", "tag", 1, false, "", "orders"), content(1, Map.of(), BODY, 0))
                .broker(CLOSE_OK);
        assertEquals(List.of(), byClient.violations());
        HandMade byBoth = HandMade.open()
                .client(CLOSE)
                .broker(method(1, "channel.close", 404, "no", 60, 40))
                .client(CLOSE_OK)
                .broker(CLOSE_OK)
                .client(method(1, "channel.open"))
                .broker(method(1, "channel.open-ok"));
        assertEquals(List.of(), byBoth.violations());
    }

    @Test
    void whatComesAfterTheConnectionIsClosed() {
        HandMade trace = HandMade.open()
                .client(DECLARE)
                .broker(method(0, "connection.close", 320, "stop", 0, 0))
                .client(DECLARE, method(9, "channel.open"))
                .client(method(0, "connection.close-ok"));
        assertEquals(List.of(), trace.violations());
    }

    @Test
    void theWrongSide() {
        assertOnly(
                Violation.Kind.WRONG_SIDE,
                "a client does not send basic.deliver",
                HandMade.open()
                        .client(method(1, "basic.deliver", "tag", 1, false, "", "orders"), header(1, 0, Map.of())));
        assertOnly(
                Violation.Kind.WRONG_SIDE,
                "a broker does not send basic.qos",
                HandMade.open().broker(method(1, "basic.qos", 0, 1, false)));
        assertOnly(
                Violation.Kind.WRONG_SIDE,
                "queue.declare is not for channel 0",
                HandMade.open()
                        .client(method(0, "queue.declare", "orders", false, false, false, false, false, Map.of())));
        assertOnly(
                Violation.Kind.WRONG_SIDE,
                "a heartbeat on a channel other than 0",
                HandMade.open().client(frame(8, 1, new byte[0])));
    }

    @Test
    void confirmsOfNothing() {
        HandMade trace = HandMade.open().client(PUBLISH, header(1, 0, Map.of()));
        assertOnly(Violation.Kind.CONFIRM_WITHOUT_PUBLISH, "without confirm mode", trace.broker(ack(1, false)));
        assertOnly(Violation.Kind.CONFIRM_WITHOUT_PUBLISH, "basic.ack of 2, where 1 were published", confirmed(1, 2));
        assertOnly(Violation.Kind.CONFIRM_WITHOUT_PUBLISH, "basic.ack of 1, which was confirmed", confirmed(2, 1, 1));
        assertEquals(List.of(), confirmed(3, 2, 1, 3).violations());
    }

    private static HandMade confirmed(int publishes, int... acks) {
        HandMade trace =
                HandMade.open().client(method(1, "confirm.select", false)).broker(method(1, "confirm.select-ok"));
        for (int i = 0; i < publishes; i++) {
            trace.client(PUBLISH, header(1, 0, Map.of()));
        }
        for (int tag : acks) {
            trace.broker(ack(tag, false));
        }
        return trace;
    }

    private static byte[] ack(long tag, boolean multiple) {
        return method(1, "basic.ack", tag, multiple);
    }

    @Test
    void whatAGapTookIsNotMissed() {
        HandMade trace = HandMade.open()
                .record(TraceRecord.Kind.GAP, "12")
                .broker(DECLARE_OK, body(1, BODY), ack(9, true))
                .client(method(5, "basic.qos", 0, 1, false));
        assertEquals(List.of(), trace.violations());
    }
}
