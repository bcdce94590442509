// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import amqp.codec.WireException;
import amqp.frames.FrameDecoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

/** Any octets for the decoder of frames: it finds the same ones, and the same fault, whatever the octets are split into. */
final class FramesTarget {
    private static final int FRAME_MAX = 8192;

    private FramesTarget() {}

    static void run(byte[] octets) {
        Input input = new Input(octets);
        int piece = 1 + input.octet();
        byte[] stream = input.rest();
        List<String> whole = frames(stream, Math.max(1, stream.length), FrameDecoder::next);
        Conversation.check(whole.equals(frames(stream, 1, FrameDecoder::next)), "other frames when octets come singly");
        Conversation.check(
                whole.equals(frames(stream, piece, FrameDecoder::next)), "other frames in pieces of " + piece);
        Conversation.check(
                whole.equals(frames(stream, piece, FrameDecoder::nextPart)), "other frames of parts of " + piece);
    }

    private static List<String> frames(byte[] stream, int piece, BiPredicate<FrameDecoder, ByteBuffer> next) {
        FrameDecoder decoder = new FrameDecoder(FRAME_MAX);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        List<String> frames = new ArrayList<>();
        try {
            for (int at = 0; at < stream.length; at += piece) {
                ByteBuffer buffer = ByteBuffer.wrap(stream, at, Math.min(piece, stream.length - at));
                while (next.test(decoder, buffer)) {
                    payload.writeBytes(payload(decoder));
                    if (decoder.partLeft() == 0) {
                        frames.add(show(decoder, payload.toByteArray()));
                        payload.reset();
                    }
                }
                Conversation.check(!buffer.hasRemaining(), "octets were left");
                decoder.trim();
            }
        } catch (WireException e) {
            frames.add(e.getMessage());
        }
        return frames;
    }

    private static byte[] payload(FrameDecoder decoder) {
        byte[] payload = new byte[decoder.payloadLength()];
        decoder.buffer().get(decoder.payloadOffset(), payload);
        return payload;
    }

    private static String show(FrameDecoder decoder, byte[] payload) {
        return decoder.type() + " on " + decoder.channel() + ": " + payload.length + " of "
                + decoder.framePayloadLength() + " " + Arrays.hashCode(payload);
    }
}
