// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import amqp.codec.BasicProperties;
import amqp.codec.WireReader;
import amqp.codec.method.Method;
import amqp.codec.method.Methods;
import amqp.octets.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Octets through the decoder, in pieces of any size, to values that can be compared. */
final class Decoding {
    record Seen(int channel, Object content) {}

    record Header(int classId, long bodySize, BasicProperties properties) {}

    record Body(String hex) {}

    record Heartbeat() {}

    private final FrameDecoder decoder;
    private final WireReader reader = new WireReader();
    private final ContentHeader header = new ContentHeader();
    private final List<Seen> seen = new ArrayList<>();

    Decoding(int frameMax) {
        decoder = new FrameDecoder(frameMax);
    }

    static List<Seen> whole(byte[] octets) {
        return cut(octets);
    }

    /** The octets cut before each of the given indexes. */
    static List<Seen> cut(byte[] octets, int... cuts) {
        var decoding = new Decoding(FrameFormat.MIN_FRAME_MAX);
        int from = 0;
        for (int cut : cuts) {
            decoding.feed(ByteBuffer.wrap(octets, from, cut - from));
            from = cut;
        }
        return decoding.feed(ByteBuffer.wrap(octets, from, octets.length - from));
    }

    List<Seen> feed(ByteBuffer input) {
        while (decoder.next(input)) {
            seen.add(new Seen(decoder.channel(), content()));
        }
        if (input.hasRemaining()) {
            throw new IllegalStateException("The decoder left bytes in the input.");
        }
        return seen;
    }

    private Object content() {
        ByteBuffer buffer = decoder.buffer();
        int offset = decoder.payloadOffset();
        int length = decoder.payloadLength();
        return switch (decoder.type()) {
            case FrameType.METHOD -> method(buffer, offset, length);
            case FrameType.HEADER -> header(header.read(buffer, offset, length));
            case FrameType.BODY -> new Body(Hex.of(buffer, offset, length));
            case FrameType.HEARTBEAT -> new Heartbeat();
            default -> throw new IllegalStateException("type " + decoder.type());
        };
    }

    private Method method(ByteBuffer buffer, int offset, int length) {
        reader.reset(buffer, offset, length);
        return Methods.decode(reader.shortInt(), reader.shortInt(), reader);
    }

    private static Header header(ContentHeader header) {
        return new Header(header.classId(), header.bodySize(), header.properties(BasicProperties.EMPTY));
    }
}
