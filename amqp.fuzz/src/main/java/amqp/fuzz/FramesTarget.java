// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import amqp.codec.WireException;
import amqp.frames.FrameDecoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Any octets for the decoder of frames: it finds the same ones, and the same fault, whatever the octets are split into. */
final class FramesTarget {
    private static final int FRAME_MAX = 8192;

    private FramesTarget() {}

    static void run(byte[] octets) {
        Input input = new Input(octets);
        int piece = 1 + input.octet();
        byte[] stream = input.rest();
        List<String> whole = frames(stream, Math.max(1, stream.length));
        Conversation.check(whole.equals(frames(stream, 1)), "other frames when octets come singly");
        Conversation.check(whole.equals(frames(stream, piece)), "other frames in pieces of " + piece);
    }

    private static List<String> frames(byte[] stream, int piece) {
        FrameDecoder decoder = new FrameDecoder(FRAME_MAX);
        List<String> frames = new ArrayList<>();
        try {
            for (int at = 0; at < stream.length; at += piece) {
                ByteBuffer buffer = ByteBuffer.wrap(stream, at, Math.min(piece, stream.length - at));
                while (decoder.next(buffer)) {
                    frames.add(show(decoder));
                }
                Conversation.check(!buffer.hasRemaining(), "octets were left");
                decoder.trim();
            }
        } catch (WireException e) {
            frames.add(e.getMessage());
        }
        return frames;
    }

    private static String show(FrameDecoder decoder) {
        byte[] payload = new byte[decoder.payloadLength()];
        decoder.buffer().get(decoder.payloadOffset(), payload);
        return decoder.type() + " on " + decoder.channel() + ": " + payload.length + " " + Arrays.hashCode(payload);
    }
}
