// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import static amqp.frames.FrameFormat.HEADER_LENGTH;
import static amqp.frames.FrameFormat.OVERHEAD;

import amqp.codec.ReplyCode;
import amqp.codec.WireException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Splits a stream of bytes, which arrives in pieces of any size, into frames. Call {@link #next} until it returns
 * false: each time it returns true, one frame is ready; when it returns false, all of the input is consumed.
 *
 * <p>A frame that is complete in the input is shown there, without a copy. Otherwise its bytes are collected, in memory
 * that grows as they arrive, after the announced length was checked against frame-max. Code that assembles bodies calls
 * {@link #nextPart} instead, which shows a split body frame part by part and collects nothing. For use by one thread at
 * a time. After an exception the decoder cannot be used any more.
 */
public final class FrameDecoder {
    private static final int PROTOCOL_HEADER_LENGTH = 8;
    private static final int FIRST_OF_PROTOCOL_HEADER = 'A';
    /** Room for a heartbeat or an acknowledgement. */
    private static final int SMALL = 64;

    private static final long GROWTH = 4;

    private static final int AMQP = 'A' << 24 | 'M' << 16 | 'Q' << 8 | 'P';

    private int frameMax;

    /** True until the first frame begins: only there can a protocol header be. */
    private boolean atStart = true;

    /** The octets of an unfinished frame, from index 0; {@code gatheredLength} of them so far. */
    private ByteBuffer gathered = ByteBuffer.allocate(SMALL);

    private int gatheredLength;

    private ByteBuffer buffer = gathered;
    private int type;
    private int channel;
    private int payloadOffset;
    private int payloadLength;
    private int framePayloadLength;

    /** Of a body frame that is shown in parts: octets to come, with the one that ends the frame; otherwise 0. */
    private int partLeft;

    /**
     * Creates a decoder.
     *
     * @param frameMax bytes of the largest frame to accept, including its overhead
     */
    public FrameDecoder(int frameMax) {
        this.frameMax = frameMax;
    }

    /** Sets the limit for frames that start from now on. */
    public void frameMax(int octets) {
        frameMax = octets;
    }

    /**
     * Moves to the next frame and consumes its bytes from {@code input}. If it returns true, the accessors describe a
     * complete frame until the next call, if the input is not changed. If it returns false, the input is consumed and
     * more is needed.
     *
     * @throws ProtocolHeaderException if the peer's first bytes are a protocol header
     * @throws WireException {@link ReplyCode#FRAME_ERROR} if the bytes are not a frame, or a larger one than allowed
     */
    public boolean next(ByteBuffer input) {
        return next(input, false);
    }

    /**
     * Moves to the next frame as {@link #next} does, but shows a body frame that is not complete in {@code input} part
     * by part, without a copy: {@link #payloadLength} is that of the part, which may be 0, and {@link #partLeft} is the
     * rest. Do not mix both methods within a frame.
     *
     * @throws ProtocolHeaderException if the peer's first bytes are a protocol header
     * @throws WireException {@link ReplyCode#FRAME_ERROR} if the bytes are not a frame, or a larger one than allowed
     */
    public boolean nextPart(ByteBuffer input) {
        return partLeft > 0 ? input.hasRemaining() && showPart(input) : next(input, true);
    }

    private boolean next(ByteBuffer input, boolean inParts) {
        if (gatheredLength > 0) {
            return nextGathered(input, inParts);
        }
        int at = input.position();
        int available = input.limit() - at;
        ByteBuffer source = bigEndian(input);
        if (available >= HEADER_LENGTH && !(atStart && source.get(at) == FIRST_OF_PROTOCOL_HEADER)) {
            int size = checkedSize(source, at);
            if (size <= available) {
                input.position(at + size);
                finish(source, at, size);
                return true;
            }
            if (inParts && source.get(at) == FrameType.BODY) {
                input.position(at + HEADER_LENGTH);
                return beginParts(source, at, size, input);
            }
        }
        return available > 0 && nextGathered(input, inParts);
    }

    /** A duplicate is big-endian, whatever the order of the original. */
    private static ByteBuffer bigEndian(ByteBuffer input) {
        return input.order() == ByteOrder.BIG_ENDIAN ? input : input.duplicate();
    }

    private boolean beginParts(ByteBuffer header, int at, int size, ByteBuffer input) {
        atStart = false;
        type = header.get(at);
        channel = header.getShort(at + 1) & 0xffff;
        framePayloadLength = size - OVERHEAD;
        partLeft = size - HEADER_LENGTH;
        return input.hasRemaining() && showPart(input);
    }

    private boolean showPart(ByteBuffer input) {
        int at = input.position();
        int octets = Math.min(partLeft, input.remaining());
        input.position(at + octets);
        partLeft -= octets;
        show(bigEndian(input), at, octets);
        if (partLeft == 0) {
            payloadLength--;
            checkEnd(input.get(at + octets - 1));
        }
        return true;
    }

    /** Releases the memory of a large split frame; not while the accessors are in use. */
    public void trim() {
        if (gatheredLength == 0 && gathered.capacity() > SMALL) {
            gathered = ByteBuffer.allocate(SMALL);
            buffer = gathered;
        }
    }

    /** The memory for frames that are split, in octets. */
    int gatheredCapacity() {
        return gathered.capacity();
    }

    private boolean nextGathered(ByteBuffer input, boolean inParts) {
        if (!gather(input, HEADER_LENGTH)) {
            return false;
        }
        if (atStart && gathered.get(0) == FIRST_OF_PROTOCOL_HEADER) {
            gather(input, PROTOCOL_HEADER_LENGTH);
            return refuseProtocolHeader();
        }
        int size = checkedSize(gathered, 0);
        if (inParts && gatheredLength == HEADER_LENGTH && gathered.get(0) == FrameType.BODY) {
            gatheredLength = 0;
            return beginParts(gathered, 0, size, input);
        }
        if (!gather(input, size)) {
            return false;
        }
        gatheredLength = 0;
        finish(gathered, 0, size);
        return true;
    }

    /** Takes from the input until {@code wanted} octets are gathered; false where the input ends before. */
    private boolean gather(ByteBuffer input, int wanted) {
        int n = Math.min(wanted - gatheredLength, input.remaining());
        if (n > 0) {
            reserve(gatheredLength + n, wanted);
            gathered.put(gatheredLength, input, input.position(), n);
            input.position(input.position() + n);
            gatheredLength += n;
            checkFirst();
        }
        return gatheredLength >= wanted;
    }

    private void reserve(int needed, int wanted) {
        if (gathered.capacity() < needed) {
            int size = (int) Math.min(wanted, GROWTH * needed);
            gathered = ByteBuffer.allocate(size).put(0, gathered, 0, gatheredLength);
        }
    }

    private void checkFirst() {
        int first = gathered.get(0) & 0xff;
        if (!isKnown(first) && !(atStart && first == FIRST_OF_PROTOCOL_HEADER)) {
            throw unknownType(first);
        }
    }

    private boolean refuseProtocolHeader() {
        if (gathered.getInt(0) != AMQP) {
            throw unknownType(FIRST_OF_PROTOCOL_HEADER);
        }
        if (gatheredLength < PROTOCOL_HEADER_LENGTH) {
            return false;
        }
        throw new ProtocolHeaderException(gathered.getInt(4));
    }

    /** Octets of the frame whose header stands at {@code at}; throws unless type and length are acceptable. */
    private int checkedSize(ByteBuffer source, int at) {
        int type = source.get(at);
        if (!isKnown(type)) {
            throw unknownType(type & 0xff);
        }
        long size = (source.getInt(at + 3) & 0xffff_ffffL) + OVERHEAD;
        if (size > frameMax) {
            throw new WireException(
                    ReplyCode.FRAME_ERROR,
                    "A frame of " + size + " bytes exceeds frame-max, which is " + frameMax + ".");
        }
        return (int) size;
    }

    private void finish(ByteBuffer source, int at, int size) {
        checkEnd(source.get(at + size - 1));
        atStart = false;
        type = source.get(at);
        channel = source.getShort(at + 1) & 0xffff;
        framePayloadLength = size - OVERHEAD;
        show(source, at + HEADER_LENGTH, framePayloadLength);
    }

    private void show(ByteBuffer source, int offset, int length) {
        if (buffer != source) { // to a collector, storing a reference is dear
            buffer = source;
        }
        payloadOffset = offset;
        payloadLength = length;
    }

    private static void checkEnd(byte last) {
        int end = last & 0xff;
        if (end != FrameFormat.END) {
            throw new WireException(
                    ReplyCode.FRAME_ERROR, "A frame ends with 0x" + Integer.toHexString(end) + " instead of 0xce.");
        }
    }

    private static boolean isKnown(int type) {
        return type == FrameType.METHOD
                || type == FrameType.HEADER
                || type == FrameType.BODY
                || type == FrameType.HEARTBEAT;
    }

    private static WireException unknownType(int type) {
        return new WireException(ReplyCode.FRAME_ERROR, "There is no frame type " + type + ".");
    }

    /** Returns the type, one of {@link FrameType}. */
    public int type() {
        return type;
    }

    /** Returns the channel number, 0 to 65535; 0 for the connection itself. */
    public int channel() {
        return channel;
    }

    /** Returns the buffer with the frame: the input (or a duplicate of it), or memory of the decoder. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Returns the absolute index of the payload in {@link #buffer()}. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /**
     * Returns the number of bytes of the payload, or of the part of it; at most frame-max minus the 8 bytes of
     * overhead.
     */
    public int payloadLength() {
        return payloadLength;
    }

    /** Returns the number of bytes of the whole frame's payload, even if only a part is shown. */
    public int framePayloadLength() {
        return framePayloadLength;
    }

    /** Returns the number of bytes of the frame after this part, including the end byte: 0 if the frame is complete. */
    public int partLeft() {
        return partLeft;
    }
}
