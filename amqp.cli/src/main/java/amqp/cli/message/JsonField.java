// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Field values from JSON: {@code {"type":"I","value":5}} as {@link FieldJson} writes it, or plain JSON with the types
 * that come nearest (S, t, V, I or l, d, A, F).
 */
public final class JsonField {
    private JsonField() {}

    /** @throws IllegalArgumentException when it is no JSON object, or a value within has no such type */
    public static FieldTable table(Object json) {
        if (!(json instanceof Map<?, ?> members)) {
            throw new IllegalArgumentException("a table is a JSON object, such as {\"n\":5}");
        }
        FieldTable.Builder table = FieldTable.builder();
        members.forEach((name, member) -> table.put(FieldName.parse((String) name), value(member)));
        return table.build();
    }

    /** @throws IllegalArgumentException when it is no JSON array, or a value within has no such type */
    public static List<FieldValue> array(Object json) {
        if (!(json instanceof List<?> elements)) {
            throw new IllegalArgumentException("an array is a JSON array, such as [1,2]");
        }
        return elements.stream().map(JsonField::value).toList();
    }

    private static FieldValue value(Object json) {
        if (json instanceof Map<?, ?> members) {
            return isTyped(members) ? typed(members) : FieldValue.table(table(members));
        }
        if (json instanceof List<?> elements) {
            return FieldValue.array(array(elements));
        }
        if (json instanceof BigInteger number) {
            return FieldText.parse('d', number.toString());
        }
        return json instanceof BigDecimal number ? number(number) : FieldValue.of(json);
    }

    private static boolean isTyped(Map<?, ?> members) {
        Set<?> names = members.keySet();
        return members.get("type") instanceof String letter
                && letter.length() == 1
                && (names.equals(Set.of("type", "value")) || names.equals(Set.of("type", "base64")));
    }

    private static FieldValue typed(Map<?, ?> members) {
        char letter = ((String) members.get("type")).charAt(0);
        Object value = members.get("value");
        if (letter == 'S' && members.get("base64") instanceof String octets) {
            return FieldValue.string(Base64.getDecoder().decode(octets));
        }
        return switch (letter) {
            case 'F' -> FieldValue.table(table(value));
            case 'A' -> FieldValue.array(array(value));
            case 'V' -> FieldValue.VOID;
            default -> FieldText.parse(letter, scalar(letter, value));
        };
    }

    private static String scalar(char letter, Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new IllegalArgumentException("a value of type " + letter + " is text, a number, true or false");
    }

    private static FieldValue number(BigDecimal number) {
        if (number.scale() > 0 || number.precision() - (long) number.scale() > 18) {
            return FieldText.parse('d', number.toString());
        }
        long value = number.longValue();
        return value == (int) value ? FieldValue.int32((int) value) : FieldValue.int64(value);
    }
}
