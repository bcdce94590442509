// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

/** The layout of a frame: type 1 byte, channel 2, payload length 4, payload, end 1 (specification 4.2.3). */
public final class FrameFormat {
    /** The number of bytes before the payload. */
    public static final int HEADER_LENGTH = 7;

    /** The number of bytes of a frame that are not payload. */
    public static final int OVERHEAD = 8;

    /** The last byte of every frame. */
    public static final int END = 0xCE;

    /** The frame-max before tuning, and the smallest that RabbitMQ 4.1 accepts; bytes of a whole frame. */
    public static final int MIN_FRAME_MAX = 8192;

    private FrameFormat() {}

    /** Returns the protocol header of AMQP 0-9-1, which the client sends first. A new array each time. */
    public static byte[] protocolHeader() {
        return new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    }

    /** Returns the number of body frames for a body of {@code bodyLength} bytes; 0 for an empty one. */
    public static long bodyFrames(long bodyLength, int frameMax) {
        int payload = frameMax - OVERHEAD;
        if (bodyLength <= payload) {
            return bodyLength == 0 ? 0 : 1; // the usual case, without a division
        }
        return (bodyLength - 1) / payload + 1;
    }

    /** Returns the number of bytes of all body frames for a body of {@code bodyLength} bytes. */
    public static long bodyFramesSize(long bodyLength, int frameMax) {
        return bodyLength + OVERHEAD * bodyFrames(bodyLength, frameMax);
    }
}
