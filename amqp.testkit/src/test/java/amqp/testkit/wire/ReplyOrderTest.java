// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplyOrderTest {
    private final ReplyOrder order = new ReplyOrder();

    @Test
    void repliesInOrderAreFineChannelByChannel() {
        asks(1, "basic.qos", 0, 1, false);
        asks(1, "tx.select");
        asks(2, "tx.select");
        answers(2, "tx.select-ok");
        answers(1, "basic.qos-ok");
        answers(1, "tx.select-ok");
        assertEquals(List.of(), order.waiting());
        assertEquals(2, order.rounds());
    }

    @Test
    void replyToTheSecondBeforeTheFirstIsNoticed() {
        asks(1, "basic.qos", 0, 1, false);
        asks(1, "tx.select");
        var violation = assertThrows(MalformedFrameException.class, () -> answers(1, "tx.select-ok"));
        assertTrue(
                violation.getMessage().startsWith("tx.select-ok@1{} comes where a reply to basic.qos@1"),
                violation.getMessage());
    }

    @Test
    void replyToNothingIsNoticed() {
        asks(1, "tx.select");
        assertThrows(MalformedFrameException.class, () -> answers(2, "tx.select-ok"));
    }

    @Test
    void getHasTwoReplies() {
        asks(1, "basic.get", "q", true);
        asks(1, "basic.get", "q", true);
        answers(1, "basic.get-ok", 1, false, "", "q", 0);
        answers(1, "basic.get-empty");
        assertEquals(List.of(), order.waiting());
    }

    @Test
    void whatNeedsNoReplyDoesNotWait() {
        asks(1, "queue.purge", "q", true);
        asks(1, "basic.ack", 1, false);
        asks(1, "basic.publish", "", "q", false, false);
        assertEquals(List.of(), order.waiting());
    }

    @Test
    void closedChannelOwesNothingButACloseOk() {
        asks(1, "tx.select");
        asks(1, "channel.close", 200, "", 0, 0);
        answers(1, "channel.close", 404, "", 0, 0);
        asks(1, "tx.commit");
        asks(1, "channel.close-ok");
        assertEquals(1, order.waiting().size());
        answers(1, "channel.close-ok");
        asks(1, "channel.open");
        answers(1, "channel.open-ok");
        assertEquals(List.of(), order.waiting());
    }

    @Test
    void closedConnectionOwesNothing() {
        asks(1, "tx.select");
        answers(0, "connection.close", 320, "", 0, 0);
        asks(0, "connection.close-ok");
        assertEquals(List.of(), order.waiting());
    }

    private void asks(int channel, String name, Object... values) {
        order.asks(method(channel, name, values));
    }

    private void answers(int channel, String name, Object... values) {
        order.answers(method(channel, name, values));
    }

    private static WireFrame.Method method(int channel, String name, Object... values) {
        return (WireFrame.Method)
                Frames.parse(BrokerFrames.method(channel, name, values)).get(0);
    }
}
