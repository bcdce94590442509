// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import amqp.codec.BasicProperties;
import amqp.codec.ReplyCode;
import amqp.codec.WireException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the payload of a content header frame (specification 4.2.6.1): class 2, weight 2, body size 8 octets, then the
 * properties. Reusable; for use by one thread at a time; valid as long as the buffer's octets are.
 */
public final class ContentHeader {
    /** Where in the payload the properties begin. */
    static final int PROPERTIES_AT = 12;

    private static final int MIN_LENGTH = PROPERTIES_AT + 2;

    private ByteBuffer buffer = ByteBuffer.allocate(MIN_LENGTH);
    private int offset;
    private int length = MIN_LENGTH;

    /** Of class 0, without body and properties: {@link #read} first. */
    public ContentHeader() {}

    /**
     * Turns to the payload of {@code payloadLength} octets at the absolute index {@code payloadOffset}.
     *
     * @throws WireException {@link ReplyCode#SYNTAX_ERROR} if it is shorter than a content header
     */
    public ContentHeader read(ByteBuffer source, int payloadOffset, int payloadLength) {
        if (payloadLength < MIN_LENGTH) {
            throw new WireException(
                    ReplyCode.SYNTAX_ERROR,
                    "A content header of " + payloadLength + " bytes, where " + MIN_LENGTH + " is the least.");
        }
        // A duplicate is big-endian, whatever the order of the original.
        ByteBuffer bigEndian = source.order() == ByteOrder.BIG_ENDIAN ? source : source.duplicate();
        if (buffer != bigEndian) { // to a collector, storing a reference is dear
            buffer = bigEndian;
        }
        offset = payloadOffset;
        length = payloadLength;
        return this;
    }

    /** The class that the content belongs to; 60 for basic. */
    public int classId() {
        return buffer.getShort(offset) & 0xffff;
    }

    /** Octets of the body, 64 bits unsigned: negative means more than any limit. */
    public long bodySize() {
        return buffer.getLong(offset + 4);
    }

    /** Absolute index of the properties in the buffer. */
    public int propertiesOffset() {
        return offset + PROPERTIES_AT;
    }

    /** Octets of the properties, padding included; at least 2. */
    public int propertiesLength() {
        return length - PROPERTIES_AT;
    }

    /** The properties, copied unless they are the same as {@code last}, which is given back then. */
    public BasicProperties properties(BasicProperties last) {
        return last.matches(buffer, propertiesOffset(), propertiesLength())
                ? last
                : BasicProperties.ofOctets(buffer, propertiesOffset(), propertiesLength());
    }
}
