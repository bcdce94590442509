// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ContentOrderTest {
    private static final byte[] PUBLISH_1 = BrokerFrames.method(1, "basic.publish", "ex", "key", false, false);
    private static final byte[] PUBLISH_2 = BrokerFrames.method(2, "basic.publish", "ex", "key", false, false);
    private static final byte[] ACK_1 = BrokerFrames.method(1, "basic.ack", 1, false);
    private static final byte[] EMPTY_1 = BrokerFrames.header(1, 0, Map.of());
    private static final byte[] FOUR_1 = BrokerFrames.header(1, 4, Map.of());
    private static final byte[] FOUR_2 = BrokerFrames.header(2, 4, Map.of());
    private static final byte[] AB_1 = BrokerFrames.body(1, new byte[] {'a', 'b'});
    private static final byte[] CD_1 = BrokerFrames.body(1, new byte[] {'c', 'd'});
    private static final byte[] LONG_2 = BrokerFrames.body(2, new byte[] {'w', 'x', 'y', 'z'});

    @Test
    void joinsBodies() {
        assertEquals(List.of("abcd"), texts(PUBLISH_1, FOUR_1, AB_1, CD_1));
    }

    @Test
    void emptyBodyIsCompleteAtItsHeader() {
        assertEquals(List.of("", ""), texts(PUBLISH_1, EMPTY_1, ACK_1, PUBLISH_1, EMPTY_1));
    }

    @Test
    void channelsMayAlternate() {
        var heartbeat = BrokerFrames.heartbeat();
        assertEquals(
                List.of("wxyz", "abcd"), texts(PUBLISH_1, PUBLISH_2, FOUR_1, FOUR_2, AB_1, heartbeat, LONG_2, CD_1));
    }

    @Test
    void refusesWhatIsOutOfOrder() {
        assertThrows(MalformedFrameException.class, () -> texts(PUBLISH_1, ACK_1));
        assertThrows(MalformedFrameException.class, () -> texts(PUBLISH_1, PUBLISH_1));
        assertThrows(MalformedFrameException.class, () -> texts(PUBLISH_1, FOUR_1, AB_1, ACK_1));
        assertThrows(MalformedFrameException.class, () -> texts(PUBLISH_1, FOUR_1, FOUR_1));
        assertThrows(MalformedFrameException.class, () -> texts(PUBLISH_1, AB_1));
        assertThrows(MalformedFrameException.class, () -> texts(FOUR_1));
        assertThrows(MalformedFrameException.class, () -> texts(ACK_1, EMPTY_1));
        assertThrows(MalformedFrameException.class, () -> texts(PUBLISH_1, EMPTY_1, AB_1));
        var tooLong = assertThrows(
                MalformedFrameException.class, () -> texts(PUBLISH_1, BrokerFrames.header(1, 1, Map.of()), AB_1));
        assertTrue(tooLong.getMessage().contains("has 2 octets, announced were 1"), tooLong.getMessage());
    }

    @Test
    void closingTheChannelLeavesContentOff() {
        var closeOk = BrokerFrames.method(1, "channel.close-ok");
        assertEquals(List.of(""), texts(PUBLISH_1, FOUR_1, AB_1, closeOk, PUBLISH_1, EMPTY_1));
    }

    private static List<String> texts(byte[]... frames) {
        var order = new ContentOrder();
        var texts = new ArrayList<String>();
        for (var frame : Frames.parse(BrokerFrames.concat(frames))) {
            order.accept(frame).ifPresent(content -> texts.add(content.text()));
        }
        return texts;
    }
}
