// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Conversion between ordinary Java values and field values. */
final class JavaValues {
    private JavaValues() {}

    /** {@code depth} counts the maps and collections around the value, so that one within itself ends with an error. */
    static FieldValue toField(@Nullable Object java, int depth) {
        if (java == null) {
            return FieldValue.VOID;
        }
        if (java instanceof FieldValue value) {
            return value;
        }
        if (java instanceof Number number) {
            return number(number);
        }
        if (java instanceof CharSequence text) {
            return FieldValue.string(text.toString());
        }
        if (java instanceof Boolean value) {
            return FieldValue.bool(value);
        }
        if (java instanceof byte[] octets) {
            return FieldValue.bytes(octets);
        }
        if (java instanceof Instant instant) {
            return FieldValue.timestamp(instant);
        }
        if (java instanceof Date date) {
            return FieldValue.timestampSeconds(Math.floorDiv(date.getTime(), 1000));
        }
        return container(java, depth + 1);
    }

    private static FieldValue number(Number number) {
        if (number instanceof Integer value) {
            return FieldValue.int32(value);
        }
        if (number instanceof Long value) {
            return FieldValue.int64(value);
        }
        if (number instanceof Short value) {
            return FieldValue.int16(value);
        }
        if (number instanceof Byte value) {
            return FieldValue.int8(value);
        }
        if (number instanceof Double value) {
            return FieldValue.float64(value);
        }
        if (number instanceof Float value) {
            return FieldValue.float32(value);
        }
        if (number instanceof BigDecimal value) {
            return FieldValue.decimal(value);
        }
        throw unsuitable(number);
    }

    private static FieldValue container(Object java, int depth) {
        FieldTable.checkDepth(depth);
        if (java instanceof FieldTable table) {
            return FieldValue.table(table);
        }
        if (java instanceof Map<?, ?> map) {
            return FieldValue.table(table(map, depth));
        }
        Collection<?> elements = elements(java);
        if (elements == null) {
            throw unsuitable(java);
        }
        List<FieldValue> values = new ArrayList<>(elements.size());
        elements.forEach(element -> values.add(toField(element, depth)));
        return FieldValue.array(values);
    }

    /** Null where it has none. */
    private static @Nullable Collection<?> elements(Object java) {
        if (java instanceof Collection<?> collection) {
            return collection;
        }
        if (java instanceof Object[] array) {
            return Arrays.asList(array);
        }
        if (java instanceof int[] array) {
            return Arrays.stream(array).boxed().toList();
        }
        if (java instanceof long[] array) {
            return Arrays.stream(array).boxed().toList();
        }
        return java instanceof double[] array ? Arrays.stream(array).boxed().toList() : null;
    }

    static FieldTable table(Map<?, ?> map, int depth) {
        FieldTable.Builder table = FieldTable.builder();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("The keys of a table are Strings, not " + key + ".");
            }
            table.put(name, value, depth);
        });
        return table.build();
    }

    private static IllegalArgumentException unsuitable(Object java) {
        return new IllegalArgumentException("A field table can't hold a "
                + java.getClass().getName() + ": convert it to one of the types of FieldValue.of.");
    }

    static @Nullable Object fromField(FieldValue value) {
        return switch (value.type()) {
            case BOOLEAN -> value.asBoolean();
            case INT8 -> (byte) value.asInt();
            case UINT8, INT16 -> (short) value.asInt();
            case UINT16, INT32 -> value.asInt();
            case UINT32, INT64 -> value.asLong();
            case FLOAT32 -> (float) value.asDouble();
            case FLOAT64 -> value.asDouble();
            case DECIMAL -> value.asDecimal();
            case STRING -> value.asString();
            case BYTES -> value.asBytes();
            case ARRAY -> list(value.asList());
            case TIMESTAMP -> value.asInstant();
            case TABLE -> value.asTable().toMap();
            case VOID -> null;
        };
    }

    private static List<@Nullable Object> list(List<FieldValue> values) {
        List<@Nullable Object> list = new ArrayList<>(values.size());
        values.forEach(value -> list.add(fromField(value)));
        return list;
    }
}
