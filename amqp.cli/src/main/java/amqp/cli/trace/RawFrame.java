// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.nio.ByteBuffer;

/**
 * The octets of one frame, valid until the next one is read.
 *
 * @param type of {@link amqp.frames.FrameType}, or one of the two below
 * @param at where the frame begins in the buffer, by absolute index
 * @param size octets of the whole frame
 * @param problem why it is no frame; empty otherwise
 */
record RawFrame(int type, int channel, ByteBuffer buffer, int at, int size, String problem) {
    static final int PROTOCOL_HEADER = 'A';
    /** All that is left of what came: what it holds cannot be told. */
    static final int UNDECODABLE = -1;

    static RawFrame undecodable(ByteBuffer octets, String problem) {
        return new RawFrame(UNDECODABLE, 0, octets, 0, octets.limit(), problem);
    }

    byte[] copy() {
        return copy(size);
    }

    /** The first octets. */
    byte[] copy(int most) {
        byte[] octets = new byte[Math.min(most, size)];
        buffer.get(at, octets);
        return octets;
    }
}
