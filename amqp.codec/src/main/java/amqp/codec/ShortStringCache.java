// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import java.nio.ByteBuffer;

/**
 * Short strings seen lately, found by their octets. The hash, which looks at both ends only, leads to a pair of places:
 * with one place, two strings in constant use that share it would drive each other out with every message. A new string
 * takes the place of the older of the pair, so memory is bounded by the places times the longest short string.
 */
final class ShortStringCache {
    private static final int PAIR_BITS = 6;
    private static final int PLACES = 2 << PAIR_BITS;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final byte[][] octets = new byte[PLACES][];
    private final String[] strings = new String[PLACES];

    /** The string of {@code length} octets at {@code at}, all within the limit of the big-endian {@code buffer}. */
    String resolve(ByteBuffer buffer, int at, int length) {
        if (length == 0) {
            return "";
        }
        int newer = pair(buffer, at, length);
        if (holds(newer, buffer, at, length)) {
            return strings[newer];
        }
        int older = newer + 1;
        return holds(older, buffer, at, length) ? strings[older] : remember(newer, buffer, at, length);
    }

    private boolean holds(int place, ByteBuffer buffer, int at, int length) {
        byte[] known = octets[place];
        return known != null && known.length == length && Octets.equal(known, buffer, at);
    }

    private String remember(int newer, ByteBuffer buffer, int at, int length) {
        octets[newer + 1] = octets[newer];
        strings[newer + 1] = strings[newer];
        byte[] copy = new byte[length];
        buffer.get(at, copy);
        octets[newer] = copy;
        return strings[newer] = WireText.decode(copy);
    }

    /** Index of the first place of the pair. */
    private static int pair(ByteBuffer buffer, int at, int length) {
        long ends = length;
        if (length >= Long.BYTES) {
            ends += buffer.getLong(at) * 31 + buffer.getLong(at + length - Long.BYTES);
        } else {
            for (int i = 0; i < length; i++) {
                ends = ends * 31 + buffer.get(at + i);
            }
        }
        return (int) (ends * SPREAD >>> Long.SIZE - PAIR_BITS) << 1;
    }
}
