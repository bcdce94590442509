// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

/** The layout of a frame: type 1, channel 2, payload length 4, payload, end 1 octet (specification 4.2.3). */
public final class FrameFormat {
    /** Octets before the payload. */
    public static final int HEADER_LENGTH = 7;

    /** Octets of a frame that are not payload. */
    public static final int OVERHEAD = 8;

    /** The last octet of every frame. */
    public static final int END = 0xCE;

    /** The frame-max to begin with, and the smallest that RabbitMQ takes; octets of a whole frame. */
    public static final int MIN_FRAME_MAX = 8192;

    private FrameFormat() {}

    /** What the client sends first: AMQP 0-9-1. A new array each time. */
    public static byte[] protocolHeader() {
        return new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    }

    /** How many body frames a body of {@code bodyLength} octets takes; none for an empty one. */
    public static long bodyFrames(long bodyLength, int frameMax) {
        int payload = frameMax - OVERHEAD;
        if (bodyLength <= payload) {
            return bodyLength == 0 ? 0 : 1; // the usual case, without a division
        }
        return (bodyLength - 1) / payload + 1;
    }

    /** Octets of all the body frames that a body of {@code bodyLength} octets takes. */
    public static long bodyFramesSize(long bodyLength, int frameMax) {
        return bodyLength + OVERHEAD * bodyFrames(bodyLength, frameMax);
    }
}
