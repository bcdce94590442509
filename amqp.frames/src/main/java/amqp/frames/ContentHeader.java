// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import amqp.codec.BasicProperties;
import amqp.codec.ReplyCode;
import amqp.codec.WireException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the payload of a content header frame (specification 4.2.6.1): class 2 bytes, weight 2, body size 8, then the
 * properties. Reusable; for use by one thread at a time; valid as long as the buffer is unchanged.
 */
public final class ContentHeader {
    /** Where in the payload the properties begin. */
    static final int PROPERTIES_AT = 12;

    private static final int MIN_LENGTH = PROPERTIES_AT + 2;

    private ByteBuffer buffer = ByteBuffer.allocate(MIN_LENGTH);
    private int offset;
    private int length = MIN_LENGTH;

    /** Creates a header of class 0, without body and properties; call {@link #read} first. */
    public ContentHeader() {}

    /**
     * Reads the payload of {@code payloadLength} bytes at the absolute index {@code payloadOffset}.
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

    /** Returns the class of the content; 60 for basic. */
    public int classId() {
        return buffer.getShort(offset) & 0xffff;
    }

    /** Returns the size of the body in bytes, 64 bits unsigned: negative means more than any limit. */
    public long bodySize() {
        return buffer.getLong(offset + 4);
    }

    /** Returns the absolute index of the properties in the buffer. */
    public int propertiesOffset() {
        return offset + PROPERTIES_AT;
    }

    /** Returns the number of bytes of the properties, including padding; at least 2. */
    public int propertiesLength() {
        return length - PROPERTIES_AT;
    }

    /** Returns a copy of the properties, or {@code last} if that has the same bytes. */
    public BasicProperties properties(BasicProperties last) {
        return last.matches(buffer, propertiesOffset(), propertiesLength())
                ? last
                : BasicProperties.ofOctets(buffer, propertiesOffset(), propertiesLength());
    }
}
