// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Writes the primitives of the specification (4.2.5) into an array: its own, which grows, or a given one, which does
 * not. Integers are big-endian; of a value wider than its field, the low bits are written. Text is written in UTF-8,
 * except the lone surrogates U+DC80 to U+DCFF, which stand for one byte each (see {@link WireReader#shortString}); any
 * other lone surrogate becomes a question mark. For use by one thread at a time; reusable with {@link #reset()} or
 * {@link #wrap}.
 */
public final class WireWriter {
    /** The largest number of bytes of a short string. */
    public static final int MAX_SHORT_STRING = 255;

    private static final int INITIAL_CAPACITY = 256;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, BIG_ENDIAN);

    private byte[] array = new byte[INITIAL_CAPACITY];
    private int start;
    private int position;
    private boolean growable = true;

    /** Creates a writer with its own array. */
    public WireWriter() {}

    /** Starts to write into {@code target} at the index {@code at}. From then on, the writer never grows. */
    public WireWriter wrap(byte[] target, int at) {
        if (array != target) { // storing what is there already costs more than asking
            array = target;
        }
        start = at;
        position = at;
        growable = false;
        return this;
    }

    /** Goes back to where writing started; the array is kept. */
    public WireWriter reset() {
        position = start;
        return this;
    }

    /**
     * Goes back to an earlier {@link #position()} and drops what was written after it.
     *
     * @throws IndexOutOfBoundsException if it is not a position since writing started
     */
    public void truncate(int earlier) {
        if (earlier < start || earlier > position) {
            throw new IndexOutOfBoundsException("Position " + earlier + " is not within what has been written.");
        }
        position = earlier;
    }

    /** Returns the index of the next byte in {@link #array()}. */
    public int position() {
        return position;
    }

    /** Returns the array that is written to, not a copy; growing replaces it. */
    public byte[] array() {
        return array;
    }

    /** Returns a copy of all that was written since {@link #reset()} or {@link #wrap}. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, start, position);
    }

    /**
     * Makes room for {@code n} more bytes.
     *
     * @throws IndexOutOfBoundsException if a wrapped array has no room for them
     */
    public void ensure(int n) {
        if (array.length - position < n) {
            grow(n);
        }
    }

    private void grow(int n) {
        if (!growable) {
            throw new IndexOutOfBoundsException(
                    n + " bytes are to be written, but the given array has room for " + (array.length - position));
        }
        array = Arrays.copyOf(array, Math.max(Math.addExact(position, n), array.length << 1));
    }

    /** Writes 8 bits. */
    public void octet(int value) {
        ensure(1);
        array[position++] = (byte) value;
    }

    /** Writes 16 bits. */
    public void shortInt(int value) {
        ensure(2);
        SHORT.set(array, position, (short) value);
        position += 2;
    }

    /** Writes 32 bits. */
    public void longInt(int value) {
        ensure(4);
        INT.set(array, position, value);
        position += 4;
    }

    /** Writes 64 bits. */
    public void longLong(long value) {
        ensure(8);
        LONG.set(array, position, value);
        position += 8;
    }

    /** Writes bytes without a length before them. */
    public void octets(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, array, position, length);
        position += length;
    }

    /**
     * Writes a short string in UTF-8: a length of 8 bits, then the bytes.
     *
     * @throws IllegalArgumentException if the text takes more than 255 bytes in UTF-8; nothing is written then
     */
    public void shortString(String text) {
        int length = text.length();
        if (length > MAX_SHORT_STRING) {
            shortString(WireText.encode(text));
            return;
        }
        ensure(1 + length);
        byte[] target = array;
        int at = position + 1;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                shortString(WireText.encode(text));
                return;
            }
            target[at + i] = (byte) c;
        }
        target[position] = (byte) length;
        position = at + length;
    }

    /**
     * Writes a short string of bytes: a length of 8 bits, then the bytes.
     *
     * @throws IllegalArgumentException if there are more than 255 bytes; nothing is written then
     */
    public void shortString(byte[] utf8) {
        if (utf8.length > MAX_SHORT_STRING) {
            throw new IllegalArgumentException(
                    "A short string, such as a name, a routing key or the key of a header, takes" + " at most "
                            + MAX_SHORT_STRING + " bytes in UTF-8, this one has " + utf8.length + ": shorten it.");
        }
        octet(utf8.length);
        octets(utf8, 0, utf8.length);
    }

    /** Writes a long string in UTF-8: a length of 32 bits, then the bytes. */
    public void longString(String text) {
        longString(WireText.encode(text));
    }

    /** Writes a long string of any bytes: a length of 32 bits, then the bytes. */
    public void longString(byte[] octets) {
        longInt(octets.length);
        octets(octets, 0, octets.length);
    }

    /** Writes a table after its length of 32 bits. */
    public void table(FieldTable table) {
        table.writeTo(this);
    }

    /** Overwrites 16 bits that were written before, at an index of {@link #array()}. */
    public void patchShort(int at, int value) {
        SHORT.set(array, at, (short) value);
    }

    /** Overwrites 32 bits that were written before, at an index of {@link #array()}. */
    public void patchInt(int at, int value) {
        INT.set(array, at, value);
    }

    /** Overwrites 64 bits that were written before, at an index of {@link #array()}. */
    public void patchLong(int at, long value) {
        LONG.set(array, at, value);
    }
}
