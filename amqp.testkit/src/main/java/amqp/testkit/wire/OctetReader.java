// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the primitive types from an array, plainly: one octet after the other, every length checked. */
final class OctetReader {
    private final byte[] octets;
    private final int end;
    private int position;

    OctetReader(byte[] octets, int start, int end) {
        this.octets = octets;
        this.position = start;
        this.end = end;
    }

    int remaining() {
        return end - position;
    }

    int octet() {
        need(1);
        return octets[position++] & 0xff;
    }

    int shortInt() {
        return octet() << 8 | octet();
    }

    long longInt() {
        return (long) shortInt() << 16 | shortInt();
    }

    long longLong() {
        return longInt() << 32 | longInt();
    }

    String shortString() {
        return new String(take(octet()), StandardCharsets.UTF_8);
    }

    byte[] longString() {
        return take(longInt());
    }

    Map<String, Object> table() {
        var entries = part(longInt());
        var table = new LinkedHashMap<String, Object>();
        while (entries.remaining() > 0) {
            table.put(entries.shortString(), entries.value());
        }
        return table;
    }

    private List<Object> array() {
        var entries = part(longInt());
        var list = new ArrayList<>();
        while (entries.remaining() > 0) {
            list.add(entries.value());
        }
        return list;
    }

    /** One value with its type letter, as RabbitMQ understands the letters. */
    private Object value() {
        var type = (char) octet();
        return switch (type) {
            case 't' -> octet() != 0;
            case 'b' -> (byte) octet();
            case 's' -> (short) shortInt();
            case 'I' -> (int) longInt();
            case 'l' -> longLong();
            case 'f' -> Float.intBitsToFloat((int) longInt());
            case 'd' -> Double.longBitsToDouble(longLong());
            case 'D' -> decimal();
            case 'S' -> new String(longString(), StandardCharsets.UTF_8);
            case 'x' -> longString();
            case 'A' -> array();
            case 'F' -> table();
            case 'V' -> null;
            case 'B' -> new Typed(type, octet());
            case 'u' -> new Typed(type, shortInt());
            case 'i' -> new Typed(type, longInt());
            case 'L', 'T' -> new Typed(type, longLong());
            default ->
                throw new MalformedFrameException("Unknown field type '" + type + "' at octet " + (position - 1) + ".");
        };
    }

    private BigDecimal decimal() {
        var scale = octet();
        return new BigDecimal(BigInteger.valueOf((int) longInt()), scale);
    }

    private OctetReader part(long length) {
        need(length);
        var part = new OctetReader(octets, position, position + (int) length);
        position += (int) length;
        return part;
    }

    private byte[] take(long length) {
        need(length);
        var taken = Arrays.copyOfRange(octets, position, position + (int) length);
        position += (int) length;
        return taken;
    }

    private void need(long length) {
        if (length > end - position) {
            throw new MalformedFrameException("At octet " + position + " " + length
                    + " octets should follow, there are " + (end - position) + ".");
        }
    }
}
