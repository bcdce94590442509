// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads the primitives of the specification (4.2.5) from a region of a buffer, heap or direct, without changing the
 * buffer's position. Each read checks the remaining bytes before it takes or allocates anything, and throws a
 * {@link WireException} ({@link ReplyCode#SYNTAX_ERROR}) if the region is too short. For use by one thread at a time.
 * Reuse a reader with {@link #reset}: it remembers repeated short strings.
 */
public final class WireReader {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final @Nullable ShortStringCache cache;
    private ByteBuffer buffer = NOTHING;
    private int start;
    private int position;
    private int end;

    /** Creates a reader without a region; call {@link #reset} first. */
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
     * Starts to read the region of {@code length} bytes at the absolute index {@code offset}.
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

    /** Returns the number of bytes of the region that are not read yet. */
    public int remaining() {
        return end - position;
    }

    /** Returns the absolute index of the next byte in the buffer. */
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

    /**
     * Skips bytes.
     *
     * @param n number of bytes, not negative
     */
    public void skip(long n) {
        take(n);
    }

    /**
     * Skips the next bytes if they equal those of {@code known} from {@code from} to {@code to}; returns false and
     * skips nothing if they differ.
     */
    public boolean skipsEqual(byte[] known, int from, int to) {
        int next = position + to - from;
        if (next > end || !Octets.equal(known, from, to, buffer, position)) {
            return false;
        }
        position = next;
        return true;
    }

    /** Reads 8 bits, unsigned. */
    public int octet() {
        return buffer.get(take(1)) & 0xff;
    }

    /** Reads 16 bits, unsigned. */
    public int shortInt() {
        return buffer.getShort(take(2)) & 0xffff;
    }

    /** Reads 32 bits, signed. */
    public int longInt() {
        return buffer.getInt(take(4));
    }

    /** Reads 32 bits, unsigned. */
    public long unsignedInt() {
        return buffer.getInt(take(4)) & 0xffff_ffffL;
    }

    /** Reads 64 bits. */
    public long longLong() {
        return buffer.getLong(take(8));
    }

    /**
     * Reads a short string of up to 255 bytes in UTF-8. Each malformed byte becomes the lone surrogate U+DC00 + byte,
     * which {@link WireWriter} writes as that byte again. A recently read string is not allocated again.
     */
    public String shortString() {
        int length = octet();
        int at = take(length);
        return cache == null ? WireText.decode(copy(at, length)) : cache.resolve(buffer, at, length);
    }

    /** Reads a long string and returns a copy of its bytes. */
    public byte[] longString() {
        return octets(unsignedInt());
    }

    /** Reads a long string in UTF-8, with malformed bytes as in {@link #shortString}. */
    public String longText() {
        return WireText.decode(longString());
    }

    /** Reads a table. Its bytes are copied, and decoded only when its entries are read. */
    public FieldTable table() {
        long length = unsignedInt();
        return length == 0 ? FieldTable.EMPTY : FieldTable.owning(octets(length));
    }

    /** Reads the next {@code n} bytes and returns a copy. */
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
