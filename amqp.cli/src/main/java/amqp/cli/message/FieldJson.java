// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.cli.json.Json;
import amqp.cli.terminal.Text;

import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Field tables as JSON: each value with the letter of its type on the wire, so that nothing is lost. Octets (x) are
 * hexadecimal; a string (S) that is not UTF-8 has {@code base64} in place of {@code value}; floating point values that
 * JSON has no number for are text.
 */
public final class FieldJson {
    private FieldJson() {}

    public static void write(Json json, FieldTable table) {
        json.object();
        table.entries().forEach((name, value) -> write(json.name(name), value));
        json.endObject();
    }

    public static void write(Json json, FieldValue value) {
        json.object().name("type").value(String.valueOf(value.type().letter()));
        switch (value.type()) {
            case STRING -> string(json, value);
            case BYTES -> json.name("value").value(HexFormat.of().formatHex(value.asBytes()));
            default -> other(json.name("value"), value);
        }
        json.endObject();
    }

    private static void string(Json json, FieldValue value) {
        byte[] octets = value.asBytes();
        Text.utf8(octets)
                .ifPresentOrElse(
                        text -> json.name("value").value(text),
                        () -> json.name("base64").value(Base64.getEncoder().encodeToString(octets)));
    }

    private static void other(Json json, FieldValue value) {
        switch (value.type()) {
            case BOOLEAN -> json.value(value.asBoolean());
            case FLOAT32 -> floating(json, value.asDouble(), Float.toString((float) value.asDouble()));
            case FLOAT64 -> floating(json, value.asDouble(), Double.toString(value.asDouble()));
            case DECIMAL -> json.value(value.asDecimal());
            case TIMESTAMP -> json.value(value.rawTimestamp());
            case ARRAY -> {
                json.array();
                value.asList().forEach(element -> write(json, element));
                json.endArray();
            }
            case TABLE -> write(json, value.asTable());
            case VOID -> json.raw("null");
            default -> json.value(value.asLong());
        }
    }

    private static void floating(Json json, double value, String text) {
        if (Double.isFinite(value)) {
            json.raw(text);
        } else {
            json.value(text);
        }
    }
}
