// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.codec.BasicProperties;
import amqp.codec.WireWriter;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.octets.Hex;
import org.junit.jupiter.api.Test;

class FrameEncoderTest {
    private final WireWriter out = new WireWriter();

    @Test
    void framesFollowOneAnother() {
        FrameEncoder.heartbeat(out);
        FrameEncoder.method(out, 0xffff, BasicMethod.Ack.of(100));
        FrameEncoder.header(out, 2, 1L << 40, BasicProperties.persistent());
        FrameEncoder.body(out, 2, new byte[] {1, 2, 3}, 1, 1);
        assertEquals(
                "08000000000000ce" + "01ffff0000000d003c0050000000000000006400ce"
                        + "0200020000000f003c00000000010000000000100002ce" + "0300020000000102ce",
                Hex.of(out.toByteArray()));
    }

    @Test
    void partsOfAFrameForThoseWhoCopyThePayload() {
        FrameEncoder.frameHeader(out, FrameType.BODY, 1, 2);
        out.shortInt(0x4142);
        FrameEncoder.frameEnd(out);
        assertEquals("030001000000024142ce", Hex.of(out.toByteArray()));
    }

    @Test
    void refusedMethodLeavesNothingBehind() {
        FrameEncoder.heartbeat(out);
        var declare = QueueMethod.Declare.of("q".repeat(256));
        assertThrows(IllegalArgumentException.class, () -> FrameEncoder.method(out, 1, declare));
        assertEquals("08000000000000ce", Hex.of(out.toByteArray()));
    }

    @Test
    void frameWithoutRoomInAGivenArrayIsRefused() {
        out.wrap(new byte[20], 0);
        assertThrows(IndexOutOfBoundsException.class, () -> FrameEncoder.method(out, 1, BasicMethod.Ack.of(1)));
        out.wrap(new byte[21], 0);
        assertEquals(21, FrameEncoder.method(out, 1, BasicMethod.Ack.of(1)));
    }

    @Test
    void bodyFramesAreCounted() {
        int frameMax = 8192;
        assertEquals(0, FrameFormat.bodyFrames(0, frameMax));
        assertEquals(1, FrameFormat.bodyFrames(1, frameMax));
        assertEquals(1, FrameFormat.bodyFrames(8184, frameMax));
        assertEquals(2, FrameFormat.bodyFrames(8185, frameMax));
        assertEquals(2, FrameFormat.bodyFrames(16368, frameMax));
        assertEquals(3, FrameFormat.bodyFrames(16369, frameMax));
        assertEquals(0, FrameFormat.bodyFramesSize(0, frameMax));
        assertEquals(9, FrameFormat.bodyFramesSize(1, frameMax));
        assertEquals(8192, FrameFormat.bodyFramesSize(8184, frameMax));
        assertEquals(8201, FrameFormat.bodyFramesSize(8185, frameMax));
        assertEquals((1L << 40) + 8 * 134_348_929L, FrameFormat.bodyFramesSize(1L << 40, frameMax));
    }
}
