// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes the primitive types, plainly: one octet after the other. Numbers are cut to their size, not checked. */
final class OctetWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] octets() {
        return out.toByteArray();
    }

    void octet(int value) {
        out.write(value);
    }

    void shortInt(int value) {
        octet(value >> 8);
        octet(value);
    }

    void longInt(long value) {
        shortInt((int) (value >> 16));
        shortInt((int) value);
    }

    void longLong(long value) {
        longInt(value >> 32);
        longInt(value);
    }

    void raw(byte[] octets) {
        out.writeBytes(octets);
    }

    /** Text (as UTF-8) or octets. */
    void shortString(Object value) {
        var octets = octets(value);
        if (octets.length > 255) {
            throw new IllegalArgumentException("A short string has at most 255 octets, not " + octets.length + ".");
        }
        octet(octets.length);
        raw(octets);
    }

    /** Text (as UTF-8) or octets. */
    void longString(Object value) {
        var octets = octets(value);
        longInt(octets.length);
        raw(octets);
    }

    private static byte[] octets(Object value) {
        return value instanceof byte[] raw ? raw : ((String) value).getBytes(StandardCharsets.UTF_8);
    }

    void table(Map<?, ?> table) {
        var entries = new OctetWriter();
        table.forEach((name, value) -> {
            entries.shortString((String) name);
            entries.value(value);
        });
        longString(entries.octets());
    }

    private void array(List<?> list) {
        var entries = new OctetWriter();
        list.forEach(entries::value);
        longString(entries.octets());
    }

    private void value(Object value) {
        if (value == null) octet('V');
        else if (value instanceof Boolean flag) octets('t', flag ? 1 : 0, 1);
        else if (value instanceof Byte number) octets('b', number, 1);
        else if (value instanceof Short number) octets('s', number, 2);
        else if (value instanceof Integer number) octets('I', number, 4);
        else if (value instanceof Long number) octets('l', number, 8);
        else if (value instanceof Float number) octets('f', Float.floatToIntBits(number), 4);
        else if (value instanceof Double number) octets('d', Double.doubleToLongBits(number), 8);
        else if (value instanceof Instant time) octets('T', time.getEpochSecond(), 8);
        else if (value instanceof Typed typed) octets(typed.type(), typed.value(), size(typed.type()));
        else longValue(value);
    }

    private void longValue(Object value) {
        if (value instanceof BigDecimal number) {
            octet('D');
            octet(number.scale());
            longInt(number.unscaledValue().intValueExact());
        } else if (value instanceof String) {
            octet('S');
            longString(value);
        } else if (value instanceof byte[]) {
            octet('x');
            longString(value);
        } else if (value instanceof List<?> list) {
            octet('A');
            array(list);
        } else if (value instanceof Map<?, ?> table) {
            octet('F');
            table(table);
        } else {
            throw new IllegalArgumentException(
                    "No field type holds a " + value.getClass().getName() + ".");
        }
    }

    private void octets(char type, long value, int size) {
        octet(type);
        for (var shift = 8 * (size - 1); shift >= 0; shift -= 8) octet((int) (value >> shift));
    }

    private static int size(char type) {
        return switch (type) {
            case 't', 'b', 'B' -> 1;
            case 's', 'u' -> 2;
            case 'I', 'i', 'f' -> 4;
            case 'l', 'L', 'T', 'd' -> 8;
            default -> throw new IllegalArgumentException("Typed has no letter '" + type + "'.");
        };
    }
}
