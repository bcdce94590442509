// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.cli.terminal.JsonText;
import amqp.codec.FieldType;
import amqp.codec.FieldValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Field values written as text, by the letter of their type. Tables (F) and arrays (A) are JSON, see {@link JsonField}. */
public final class FieldText {
    public static final String LETTERS = Arrays.stream(FieldType.values())
            .map(type -> String.valueOf(type.letter()))
            .collect(Collectors.joining(" "));

    private FieldText() {}

    /** @throws IllegalArgumentException when there is no such type, or the text is no value of it */
    public static FieldValue parse(char letter, String text) {
        return switch (type(letter)) {
            case BOOLEAN -> FieldValue.bool(bool(text));
            case INT8 -> FieldValue.int8(smallInteger(text));
            case UINT8 -> FieldValue.uint8(smallInteger(text));
            case INT16 -> FieldValue.int16(smallInteger(text));
            case UINT16 -> FieldValue.uint16(smallInteger(text));
            case INT32 -> FieldValue.int32(smallInteger(text));
            case UINT32 -> FieldValue.uint32(integer(text));
            case INT64 -> FieldValue.int64(integer(text));
            case FLOAT32 -> FieldValue.float32((float) floating(text, Float.MAX_VALUE));
            case FLOAT64 -> FieldValue.float64(floating(text, Double.MAX_VALUE));
            case DECIMAL -> FieldValue.decimal(decimal(text));
            case STRING -> FieldValue.string(text);
            case BYTES -> FieldValue.bytes(octets(text));
            case TIMESTAMP -> FieldValue.timestampSeconds(seconds(text));
            case ARRAY -> FieldValue.array(JsonField.array(JsonText.read(text)));
            case TABLE -> FieldValue.table(JsonField.table(JsonText.read(text)));
            case VOID -> nothing(text);
        };
    }

    /** The value as people write it: a string without quotes, numbers and truth values as they are, octets as 0x00ff. */
    public static String of(FieldValue value) {
        return value.type() == FieldType.STRING ? value.asString() : value.toString();
    }

    /** Seconds since 1970, or an instant such as 2026-01-31T12:00:00Z. */
    public static long seconds(String text) {
        try {
            return text.endsWith("Z") ? Instant.parse(text).getEpochSecond() : Long.parseLong(text);
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no time; give seconds since 1970, or an instant such as 2026-01-31T12:00:00Z",
                    e);
        }
    }

    private static FieldType type(char letter) {
        for (FieldType type : FieldType.values()) {
            if (type.letter() == letter || letter == 'L' && type == FieldType.INT64) {
                return type;
            }
        }
        throw new IllegalArgumentException("there is no type with the letter " + letter + "; known are " + LETTERS);
    }

    private static boolean bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        }
        return text.equals("true");
    }

    private static long integer(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a whole number of at most 64 bits", e);
        }
    }

    private static int smallInteger(String text) {
        long value = integer(text);
        if (value != (int) value) {
            throw new IllegalArgumentException(value + " is not within 32 bits");
        }
        return (int) value;
    }

    private static double floating(String text, double most) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isNaN(value) || text.endsWith("Infinity")) {
                throw new IllegalArgumentException(text + " is refused: RabbitMQ closes the connection on it");
            }
            if (Math.abs(value) > most) {
                throw new IllegalArgumentException(text + " is too large for its type");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number", e);
        }
    }

    private static BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a decimal number, such as 1.50", e);
        }
    }

    private static byte[] octets(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not made of pairs of hexadecimal digits, such as 00ff", e);
        }
    }

    private static FieldValue nothing(String text) {
        if (!text.isEmpty()) {
            throw new IllegalArgumentException("the type V has no value; write V: and nothing else");
        }
        return FieldValue.VOID;
    }
}
