// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/** Comparison of octets in an array with those in a buffer, eight at a time. */
final class Octets {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, BIG_ENDIAN);

    private Octets() {}

    /** Whether the big-endian {@code buffer} has exactly {@code octets} at the absolute index {@code at}. */
    static boolean equal(byte[] octets, ByteBuffer buffer, int at) {
        return equal(octets, 0, octets.length, buffer, at);
    }

    /** Whether the big-endian {@code buffer} has {@code octets} from {@code from} to {@code to} at {@code at}. */
    static boolean equal(byte[] octets, int from, int to, ByteBuffer buffer, int at) {
        if (to - from < Long.BYTES) {
            return equalSingly(octets, from, to, buffer, at);
        }
        int shift = at - from;
        int last = to - Long.BYTES;
        for (int i = from; i < last; i += Long.BYTES) {
            if ((long) LONG.get(octets, i) != buffer.getLong(shift + i)) {
                return false;
            }
        }
        return (long) LONG.get(octets, last) == buffer.getLong(shift + last); // may overlap the one before
    }

    private static boolean equalSingly(byte[] octets, int from, int to, ByteBuffer buffer, int at) {
        for (int i = from; i < to; i++) {
            if (octets[i] != buffer.get(at + i - from)) {
                return false;
            }
        }
        return true;
    }
}
