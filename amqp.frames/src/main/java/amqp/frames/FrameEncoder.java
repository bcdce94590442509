// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import static amqp.frames.FrameFormat.END;

import amqp.codec.BasicProperties;
import amqp.codec.WireWriter;
import amqp.codec.method.Method;

/**
 * Writes frames in one pass; the length is patched afterwards. Each method returns the number of bytes of the frame.
 * The caller checks frame-max.
 */
public final class FrameEncoder {
    private static final int BASIC_CLASS = 60;

    private FrameEncoder() {}

    /**
     * Writes a method frame.
     *
     * @throws IllegalArgumentException if a text argument is too long; nothing is written then
     */
    public static int method(WireWriter out, int channel, Method method) {
        int start = out.position();
        try {
            begin(out, FrameType.METHOD, channel);
            out.longInt(method.id());
            method.encode(out);
            return end(out, start);
        } catch (IllegalArgumentException e) {
            out.truncate(start);
            throw e;
        }
    }

    /** Writes a content header frame (specification 4.2.6.1) of class basic, the only class with content. */
    public static int header(WireWriter out, int channel, long bodySize, BasicProperties properties) {
        int start = out.position();
        begin(out, FrameType.HEADER, channel);
        out.longInt(BASIC_CLASS << 16); // class, and a weight of 0
        out.longLong(bodySize);
        properties.writeTo(out);
        return end(out, start);
    }

    /** Writes one body frame with {@code length} bytes of {@code body}, from {@code offset}. */
    public static int body(WireWriter out, int channel, byte[] body, int offset, int length) {
        int start = out.position();
        begin(out, FrameType.BODY, channel);
        out.octets(body, offset, length);
        return end(out, start);
    }

    /** Writes a heartbeat frame. */
    public static int heartbeat(WireWriter out) {
        int start = out.position();
        begin(out, FrameType.HEARTBEAT, 0);
        return end(out, start);
    }

    /** Writes the 7 bytes before a payload of {@code payloadLength}, for callers that copy the payload themselves. */
    public static void frameHeader(WireWriter out, int type, int channel, int payloadLength) {
        out.octet(type);
        out.shortInt(channel);
        out.longInt(payloadLength);
    }

    /** Writes the byte after a payload. */
    public static void frameEnd(WireWriter out) {
        out.octet(END);
    }

    private static void begin(WireWriter out, int type, int channel) {
        frameHeader(out, type, channel, 0);
    }

    private static int end(WireWriter out, int start) {
        frameEnd(out);
        int size = out.position() - start;
        out.patchInt(start + 3, size - FrameFormat.OVERHEAD);
        return size;
    }
}
