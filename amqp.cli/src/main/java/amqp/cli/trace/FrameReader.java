// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import static amqp.frames.FrameFormat.HEADER_LENGTH;
import static amqp.frames.FrameFormat.OVERHEAD;

import amqp.codec.WireException;
import amqp.frames.FrameDecoder;
import amqp.frames.ProtocolHeaderException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Cuts one direction of a connection into frames. What is no frame ends the decoding of the direction: from there on all
 * octets are given as they come, as undecodable. To be pulled; for one thread.
 */
final class FrameReader {
    /** Frame-max is checked elsewhere: a frame beyond it is still decoded, but not one that nobody means. */
    private static final int LARGEST_FRAME = 64 << 20;

    private static final int PROTOCOL_HEADER_LENGTH = 8;
    private static final int TLS_HANDSHAKE = 22;

    private final FrameDecoder decoder = new FrameDecoder(LARGEST_FRAME);

    /** What has come of a frame (or a protocol header) that is not whole, so that it can be told if it is none. */
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

    private ByteBuffer input = ByteBuffer.allocate(0);
    private boolean atStart = true;
    private boolean broken;

    /** More octets; all of the last ones have been read. */
    void add(byte[] octets) {
        input = ByteBuffer.wrap(octets);
    }

    /** The next frame; null when more octets are needed. */
    RawFrame next() {
        if (!input.hasRemaining()) {
            return null;
        }
        if (broken) {
            return rest("");
        }
        return atStart && first() == RawFrame.PROTOCOL_HEADER ? protocolHeader() : frame();
    }

    private int first() {
        return unfinished.size() > 0 ? unfinished.toByteArray()[0] : input.get(input.position());
    }

    private RawFrame protocolHeader() {
        while (input.hasRemaining() && unfinished.size() < PROTOCOL_HEADER_LENGTH) {
            unfinished.write(input.get());
        }
        if (unfinished.size() < PROTOCOL_HEADER_LENGTH) {
            return null;
        }
        atStart = false;
        ByteBuffer octets = ByteBuffer.wrap(unfinished.toByteArray());
        unfinished.reset();
        if (octets.get(1) != 'M' || octets.get(2) != 'Q' || octets.get(3) != 'P') {
            unfinished.writeBytes(octets.array());
            return broken("these octets are not AMQP");
        }
        return new RawFrame(RawFrame.PROTOCOL_HEADER, 0, octets, 0, octets.limit(), "");
    }

    private RawFrame frame() {
        int begin = input.position();
        try {
            if (!decoder.next(input)) {
                keep(begin, input.position());
                return null;
            }
        } catch (WireException noFrame) {
            keep(begin, input.position());
            return broken(problem(noFrame));
        }
        atStart = false;
        unfinished.reset();
        int size = decoder.framePayloadLength() + OVERHEAD;
        return new RawFrame(
                decoder.type(), decoder.channel(), decoder.buffer(), decoder.payloadOffset() - HEADER_LENGTH, size, "");
    }

    private String problem(WireException noFrame) {
        if (noFrame instanceof ProtocolHeaderException) {
            return "a protocol header where a frame should be";
        }
        return atStart && first() == TLS_HANDSHAKE
                ? "these octets are TLS, not AMQP; give --listen-tls to decode them"
                : noFrame.getMessage();
    }

    private void keep(int from, int to) {
        unfinished.write(input.array(), from, to - from);
    }

    private RawFrame broken(String problem) {
        broken = true;
        atStart = false;
        return rest(problem);
    }

    private RawFrame rest(String problem) {
        keep(input.position(), input.limit());
        input.position(input.limit());
        ByteBuffer octets = ByteBuffer.wrap(unfinished.toByteArray());
        unfinished.reset();
        return RawFrame.undecodable(octets, problem);
    }
}
