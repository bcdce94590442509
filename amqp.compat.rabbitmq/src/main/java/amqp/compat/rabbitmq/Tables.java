// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Field tables (specification §4.2.5.5) as both libraries have them: the same types on the wire, none lost. */
final class Tables {
    private Tables() {}

    /**
     * @param map null for an empty table
     * @throws IllegalArgumentException when a value has a type that amqp-client cannot send either
     */
    static FieldTable toSdk(@Nullable Map<String, Object> map) {
        if (map == null || map.isEmpty()) {
            return FieldTable.EMPTY;
        }
        FieldTable.Builder table = FieldTable.builder();
        map.forEach((name, value) -> table.put(name, toSdk(value)));
        return table.build();
    }

    private static FieldValue toSdk(@Nullable Object value) {
        if (value == null) {
            return FieldValue.VOID;
        } else if (value instanceof String text) {
            return FieldValue.string(text);
        } else if (value instanceof LongString text) {
            return FieldValue.string(text.getBytes());
        } else if (value instanceof Integer number) {
            return FieldValue.int32(number);
        } else if (value instanceof Long number) {
            return FieldValue.int64(number);
        } else if (value instanceof Boolean bool) {
            return FieldValue.bool(bool);
        } else if (value instanceof Date date) {
            return FieldValue.timestampSeconds(date.getTime() / 1000);
        } else if (value instanceof byte[] bytes) {
            return FieldValue.bytes(bytes);
        } else if (value instanceof Number number) {
            return numberToSdk(number);
        }
        return nestedToSdk(value);
    }

    private static FieldValue numberToSdk(Number number) {
        if (number instanceof Double real) {
            return FieldValue.float64(real);
        } else if (number instanceof Float real) {
            return FieldValue.float32(real);
        } else if (number instanceof Short small) {
            return FieldValue.int16(small);
        } else if (number instanceof Byte tiny) {
            return FieldValue.int8(tiny);
        } else if (number instanceof BigDecimal decimal) {
            return FieldValue.decimal(decimal);
        }
        throw unknown(number);
    }

    private static FieldValue nestedToSdk(Object value) {
        if (value instanceof Map<?, ?> map) {
            FieldTable.Builder table = FieldTable.builder();
            map.forEach((name, field) -> table.put(String.valueOf(name), toSdk(field)));
            return FieldValue.table(table.build());
        } else if (value instanceof Collection<?> items) {
            return arrayToSdk(items);
        } else if (value instanceof Object[] items) {
            return arrayToSdk(Arrays.asList(items));
        }
        throw unknown(value);
    }

    private static FieldValue arrayToSdk(Collection<?> items) {
        List<FieldValue> values = new ArrayList<>(items.size());
        items.forEach(item -> values.add(toSdk(item)));
        return FieldValue.array(values);
    }

    private static IllegalArgumentException unknown(Object value) {
        return new IllegalArgumentException(
                "Invalid value type: [" + value.getClass().getCanonicalName() + "]");
    }

    static Map<String, Object> toRabbit(FieldTable table) {
        Map<String, Object> map = new HashMap<>();
        table.entries().forEach((name, value) -> map.put(name, toRabbit(value)));
        return map;
    }

    private static @Nullable Object toRabbit(FieldValue value) {
        return switch (value.type()) {
            case VOID -> null;
            case STRING -> LongStringHelper.asLongString(value.asBytes());
            case BYTES -> value.asBytes();
            case BOOLEAN -> value.asBoolean();
            case INT8 -> (byte) value.asInt();
            case INT16 -> (short) value.asInt();
            case UINT8, UINT16, INT32 -> value.asInt();
            case UINT32, INT64 -> value.asLong();
            case FLOAT32 -> (float) value.asDouble();
            case FLOAT64 -> value.asDouble();
            case DECIMAL -> value.asDecimal();
            case TIMESTAMP -> new Date(value.rawTimestamp() * 1000);
            case TABLE -> toRabbit(value.asTable());
            case ARRAY -> arrayToRabbit(value.asList());
        };
    }

    private static List<@Nullable Object> arrayToRabbit(List<FieldValue> values) {
        List<@Nullable Object> items = new ArrayList<>(values.size());
        values.forEach(value -> items.add(toRabbit(value)));
        return items;
    }
}
