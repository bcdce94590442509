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
        int i = 0;
        for (; i <= octets.length - Long.BYTES; i += Long.BYTES) {
            if ((long) LONG.get(octets, i) != buffer.getLong(at + i)) {
                return false;
            }
        }
        for (; i < octets.length; i++) {
            if (octets[i] != buffer.get(at + i)) {
                return false;
            }
        }
        return true;
    }
}
