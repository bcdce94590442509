// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.cli.terminal.Text;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Field tables as JSON: each value with the letter of its type on the wire, so that nothing is lost. Bytes (x) are
 * hexadecimal; a string (S) that is not UTF-8 has {@code base64} in place of {@code value}; floating point values that
 * JSON has no number for are text. {@link JsonField} reads it.
 */
public final class FieldJson {
    private FieldJson() {}

    public static Map<String, Object> of(FieldTable table) {
        Map<String, Object> members = new LinkedHashMap<>();
        table.entries().forEach((name, value) -> members.put(FieldName.json(name), of(value)));
        return members;
    }

    public static Map<String, Object> of(FieldValue value) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", String.valueOf(value.type().letter()));
        switch (value.type()) {
            case STRING -> string(members, value.asBytes());
            default -> members.put("value", plain(value));
        }
        return members;
    }

    private static void string(Map<String, Object> members, byte[] octets) {
        Text.utf8(octets)
                .ifPresentOrElse(
                        text -> members.put("value", text),
                        () -> members.put("base64", Base64.getEncoder().encodeToString(octets)));
    }

    private static Object plain(FieldValue value) {
        return switch (value.type()) {
            case BOOLEAN -> value.asBoolean();
            case FLOAT32 -> floating((float) value.asDouble());
            case FLOAT64 -> floating(value.asDouble());
            case DECIMAL -> value.asDecimal();
            case BYTES -> HexFormat.of().formatHex(value.asBytes());
            case TIMESTAMP -> value.rawTimestamp();
            case ARRAY -> value.asList().stream().map(FieldJson::of).toList();
            case TABLE -> of(value.asTable());
            case VOID -> null;
            default -> value.asLong();
        };
    }

    /** Readers of JSON drop the sign of a zero. */
    private static Object floating(Number value) {
        boolean isNumber =
                Double.isFinite(value.doubleValue()) && !value.toString().equals("-0.0");
        return isNumber ? value : value.toString();
    }
}
