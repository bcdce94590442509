// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.ReplyCode;
import amqp.codec.WireException;
import amqp.frames.Decoding.Heartbeat;
import amqp.frames.Decoding.Seen;
import amqp.octets.Allocations;
import amqp.octets.Hex;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private final FrameDecoder decoder = new FrameDecoder(8192);

    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(Hex.octets(hex));
    }

    @Test
    void wholeFrameIsShownWhereItLies() {
        ByteBuffer input = buffer("030002000000024142ce 08000000000000ce");
        assertTrue(decoder.next(input));
        assertSame(input, decoder.buffer());
        assertEquals(FrameType.BODY, decoder.type());
        assertEquals(2, decoder.channel());
        assertEquals(7, decoder.payloadOffset());
        assertEquals(2, decoder.payloadLength());
        assertEquals(10, input.position());
        assertTrue(decoder.next(input));
        assertEquals(FrameType.HEARTBEAT, decoder.type());
        assertEquals(0, decoder.payloadLength());
        assertFalse(decoder.next(input));
        assertFalse(decoder.next(input));
    }

    @Test
    void dividedFrameIsGatheredAndTheNextOneInPlaceAgain() {
        assertFalse(decoder.next(buffer("0300020000")));
        ByteBuffer rest = buffer("00024142ce 03ffff0000000143ce");
        assertTrue(decoder.next(rest));
        assertNotSame(rest, decoder.buffer());
        assertEquals("4142", Hex.of(decoder.buffer(), decoder.payloadOffset(), decoder.payloadLength()));
        assertTrue(decoder.next(rest));
        assertSame(rest, decoder.buffer());
        assertEquals(0xffff, decoder.channel());
        assertEquals("43", Hex.of(decoder.buffer(), decoder.payloadOffset(), decoder.payloadLength()));
    }

    @Test
    void frameOfExactlyFrameMaxIsTaken() {
        byte[] frame = body(8192 - 8);
        assertTrue(decoder.next(ByteBuffer.wrap(frame)));
        assertEquals(8192 - 8, decoder.payloadLength());
        var pieces = new FrameDecoder(8192);
        assertFalse(pieces.next(ByteBuffer.wrap(frame, 0, 4000)));
        assertTrue(pieces.next(ByteBuffer.wrap(frame, 4000, frame.length - 4000)));
        assertEquals(8192 - 8, pieces.payloadLength());
    }

    @Test
    void trimmingGivesMemoryBackBetweenFramesOnly() {
        byte[] frame = body(4000);
        assertFalse(decoder.next(ByteBuffer.wrap(frame, 0, 100)));
        decoder.trim();
        assertTrue(decoder.next(ByteBuffer.wrap(frame, 100, frame.length - 100)));
        assertEquals(4000, decoder.payloadLength());
        assertEquals(4008, decoder.buffer().capacity());
        decoder.trim();
        assertEquals(64, decoder.buffer().capacity());
        assertTrue(decoder.next(buffer("08000000000000ce")));
    }

    private static byte[] body(int payloadLength) {
        byte[] frame = new byte[payloadLength + 8];
        ByteBuffer.wrap(frame).put((byte) 3).putShort((short) 1).putInt(payloadLength);
        frame[frame.length - 1] = (byte) 0xce;
        return frame;
    }

    @ParameterizedTest
    @ValueSource(strings = {"00001ff9", "7fffffff", "80000000", "ffffffff", "fffffff8"})
    void largerFrameIsRefusedByItsAnnouncementAlone(String length) {
        for (int cut = 0; cut <= 7; cut++) {
            ByteBuffer input = buffer("030001" + length);
            var fresh = new FrameDecoder(8192);
            int at = cut;
            long allocated = Allocations.during(() -> {
                var e = assertThrows(WireException.class, () -> {
                    fresh.next(input.slice(0, at));
                    fresh.next(input.slice(at, 7 - at));
                });
                assertEquals(ReplyCode.FRAME_ERROR, e.replyCode());
                assertTrue(e.getMessage().contains("8192"), e.getMessage());
            });
            assertTrue(allocated < 1 << 20, () -> allocated + " bytes");
        }
    }

    @Test
    void frameMaxCanBeRaised() {
        decoder.frameMax(10_000);
        assertTrue(decoder.next(ByteBuffer.wrap(body(10_000 - 8))));
        assertThrows(WireException.class, () -> decoder.next(ByteBuffer.wrap(body(10_000 - 7))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"414d515000000901", "414d515000010000", "414d515001010009"})
    void protocolHeaderInPlaceOfTheFirstFrameIsToldApart(String hex) {
        String version = switch (hex) {
            case "414d515000000901" -> "0-0-9-1";
            case "414d515000010000" -> "0-1-0-0";
            default -> "1-1-0-9";
        };
        for (int cut = 0; cut < 8; cut++) {
            var fresh = new FrameDecoder(8192);
            ByteBuffer input = buffer(hex);
            assertFalse(fresh.next(input.slice(0, cut)));
            ByteBuffer rest = input.slice(cut, 8 - cut);
            var e = assertThrows(ProtocolHeaderException.class, () -> fresh.next(rest));
            assertEquals(version, e.version());
            assertTrue(e.getMessage().contains(version), e.getMessage());
            assertEquals(ReplyCode.FRAME_ERROR, e.replyCode());
        }
    }

    @Test
    void otherOctetsThatBeginWithAAreNoFrame() {
        assertThrows(WireException.class, () -> decoder.next(buffer("4154505000000901")));
    }

    @Test
    void protocolHeaderAfterTheFirstFrameIsNoFrame() {
        assertTrue(decoder.next(buffer("08000000000000ce")));
        var e = assertThrows(WireException.class, () -> decoder.next(buffer("414d515000000901")));
        assertFalse(e instanceof ProtocolHeaderException);
        assertTrue(e.getMessage().contains("65"), e.getMessage());
    }

    @Test
    void memoryForADividedFrameGoesByWhatCame() {
        FrameDecoder large = new FrameDecoder(1 << 24);
        byte[] header = {1, 0, 0, 0, (byte) 0xff, 0, 0};
        long allocated = Allocations.during(() -> assertFalse(large.next(ByteBuffer.wrap(header))));
        assertTrue(allocated < 10_000, () -> allocated + " bytes");
        byte[] part = new byte[100];
        for (int came = header.length + part.length; came < 1 << 20; came += part.length) {
            assertFalse(large.next(ByteBuffer.wrap(part)));
            int taken = large.gatheredCapacity();
            assertTrue(came <= taken && taken <= 4 * came, taken + " taken for " + came);
        }
    }

    @Test
    void memoryForADividedFrameIsThatOfTheFrame() {
        var large = new FrameDecoder(1 << 30);
        byte[] start = Hex.octets("030001 00010000 00");
        long allocated = Allocations.during(() -> assertFalse(large.next(ByteBuffer.wrap(start))));
        assertTrue(allocated < 1 << 20, () -> allocated + " bytes");
    }

    @Test
    void manyDividedHeartbeatsInOneStream() {
        byte[] stream = Hex.octets("08000000000000ce".repeat(9));
        assertEquals(Collections.nCopies(9, new Seen(0, new Heartbeat())), Decoding.cut(stream, 3, 17, 33, 71));
        assertEquals(List.of(), Decoding.cut(new byte[0]));
    }

    /** Each part where it lies, the octet that ends the frame apart, and what is around it whole as ever. */
    @Test
    void dividedBodyFrameIsShownPartByPart() {
        byte[] stream = Hex.octets("08000000000000ce 0300020000000441424344ce 03000200000000ce 08000000000000ce");
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                assertEquals("[ABCD][]", bodies(stream, first, second), first + ", " + second);
            }
        }
        assertEquals("[ABCD][]", bodies(stream, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 26, 27));
        assertEquals(64, decoder.gatheredCapacity());
    }

    private String bodies(byte[] stream, int... cuts) {
        var bodies = new StringBuilder("[");
        int from = 0;
        int[] ends = Arrays.copyOf(cuts, cuts.length + 1);
        ends[cuts.length] = stream.length;
        for (int to : ends) {
            ByteBuffer input = ByteBuffer.wrap(stream, from, to - from);
            while (decoder.nextPart(input)) {
                if (decoder.type() == FrameType.BODY) {
                    assertSame(input, decoder.buffer());
                    assertEquals(2, decoder.channel());
                    assertTrue(decoder.payloadLength() <= decoder.framePayloadLength());
                    bodies.append(new String(stream, decoder.payloadOffset(), decoder.payloadLength(), US_ASCII));
                    bodies.append(decoder.partLeft() == 0 ? "][" : "");
                } else {
                    assertEquals(FrameType.HEARTBEAT, decoder.type());
                }
            }
            assertFalse(input.hasRemaining());
            from = to;
        }
        return bodies.substring(0, bodies.length() - 1);
    }

    @Test
    void dividedBodyFrameHasToEndAsAnyOther() {
        assertTrue(decoder.nextPart(buffer("0300020000000241")));
        assertEquals(2, decoder.partLeft());
        assertTrue(decoder.nextPart(buffer("42")));
        assertEquals(1, decoder.partLeft());
        assertFalse(decoder.nextPart(buffer("")));
        var e = assertThrows(WireException.class, () -> decoder.nextPart(buffer("00")));
        assertEquals(ReplyCode.FRAME_ERROR, e.replyCode());
    }
}
