// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads the primitives of the specification (4.2.5) from a region of a buffer, heap or direct, whose own position stays
 * untouched. Every read checks what remains before it takes or allocates anything and throws a {@link WireException}
 * ({@link ReplyCode#SYNTAX_ERROR}) where the region ends too early. For use by one thread at a time; reusable by
 * {@link #reset}, and worth it: a reader remembers short strings that repeat.
 */
public final class WireReader {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final @Nullable ShortStringCache cache;
    private ByteBuffer buffer = NOTHING;
    private int start;
    private int position;
    private int end;

    /** A reader of nothing: {@link #reset} first. */
    public WireReader() {
        this(new ShortStringCache());
    }

    private WireReader(@Nullable ShortStringCache cache) {
        this.cache = cache;
    }

    /** A reader for one pass over {@code octets}, which remembers no strings. */
    static WireReader over(byte[] octets) {
        return new WireReader((ShortStringCache) null).reset(ByteBuffer.wrap(octets), 0, octets.length);
    }

    /**
     * Reads from here on the region of {@code length} octets from the absolute index {@code offset}.
     *
     * @throws IndexOutOfBoundsException if the region is not within the buffer's limit
     */
    public WireReader reset(ByteBuffer source, int offset, int length) {
        if (offset < 0 || length < 0 || offset > source.limit() - length) {
            throw new IndexOutOfBoundsException(
                    length + " bytes from " + offset + " are not within a buffer of limit " + source.limit());
        }
        // A duplicate is big-endian, whatever the order of the original.
        ByteBuffer bigEndian = source.order() == ByteOrder.BIG_ENDIAN ? source : source.duplicate();
        if (buffer != bigEndian) { // to a collector, storing a reference is dear
            buffer = bigEndian;
        }
        start = offset;
        position = offset;
        end = offset + length;
        return this;
    }

    /** A reader of the next {@code length} octets, which this one skips. */
    WireReader section(long length) {
        int at = take(length);
        return new WireReader((ShortStringCache) null).reset(buffer, at, position - at);
    }

    /** Octets of the region that are not read yet. */
    public int remaining() {
        return end - position;
    }

    /** Absolute index in the buffer of the next octet. */
    public int position() {
        return position;
    }

    /** Advances by {@code n} octets and gives the index where they begin. */
    private int take(long n) {
        int at = position;
        if (n > end - at) {
            throw brokenOff(n);
        }
        position = at + (int) n;
        return at;
    }

    private WireException brokenOff(long n) {
        return new WireException(
                ReplyCode.SYNTAX_ERROR,
                "Broken off: " + n + " bytes are due at offset " + (position - start) + ", only " + remaining()
                        + " are left.");
    }

    /** @param n octets, not negative */
    public void skip(long n) {
        take(n);
    }

    /** Skips what equals {@code known} from {@code from} to {@code to}; false, and nothing skipped, where it differs. */
    public boolean skipsEqual(byte[] known, int from, int to) {
        int next = position + to - from;
        if (next > end || !Octets.equal(known, from, to, buffer, position)) {
            return false;
        }
        position = next;
        return true;
    }

    /** 8 bits, unsigned. */
    public int octet() {
        return buffer.get(take(1)) & 0xff;
    }

    /** 16 bits, unsigned. */
    public int shortInt() {
        return buffer.getShort(take(2)) & 0xffff;
    }

    /** 32 bits, signed. */
    public int longInt() {
        return buffer.getInt(take(4));
    }

    /** 32 bits, unsigned. */
    public long unsignedInt() {
        return buffer.getInt(take(4)) & 0xffff_ffffL;
    }

    /** 64 bits. */
    public long longLong() {
        return buffer.getLong(take(8));
    }

    /**
     * Up to 255 octets as UTF-8; each octet that is not becomes the lone surrogate U+DC00 + octet, which {@link WireWriter}
     * writes as that octet again. No garbage where the string was seen lately.
     */
    public String shortString() {
        int length = octet();
        int at = take(length);
        return cache == null ? WireText.decode(copy(at, length)) : cache.resolve(buffer, at, length);
    }

    /** The octets of a long string, copied. */
    public byte[] longString() {
        return octets(unsignedInt());
    }

    /** A long string as UTF-8, read as {@link #shortString} does. */
    public String longText() {
        return WireText.decode(longString());
    }

    /** A table whose octets are copied, and looked at only when it is asked for entries. */
    public FieldTable table() {
        long length = unsignedInt();
        return length == 0 ? FieldTable.EMPTY : FieldTable.owning(octets(length));
    }

    /** The next {@code n} octets, copied. */
    public byte[] octets(long n) {
        int at = take(n);
        return copy(at, position - at);
    }

    private byte[] copy(int at, int length) {
        byte[] octets = new byte[length];
        buffer.get(at, octets);
        return octets;
    }
}
