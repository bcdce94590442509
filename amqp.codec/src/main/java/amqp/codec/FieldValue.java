// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A typed value of a field table or array (specification 4.2.5.5). Immutable; arrays are copied in both directions. An
 * accessor that does not fit the type throws an {@link IllegalStateException} that names both.
 */
public final class FieldValue {
    /** The value of type V, without content. */
    public static final FieldValue VOID = new FieldValue(FieldType.VOID, Boolean.FALSE);

    private static final FieldValue TRUE = new FieldValue(FieldType.BOOLEAN, true);
    private static final FieldValue FALSE = new FieldValue(FieldType.BOOLEAN, false);

    private final FieldType type;

    /** By type: Boolean, Long for every integer and the timestamp, Float, Double, BigDecimal, byte[] for strings and
     * octets, List of FieldValue, FieldTable. */
    private final Object value;

    /** {@code value} is as the field says, unshared and within the range of {@code type}. */
    FieldValue(FieldType type, Object value) {
        this.type = type;
        this.value = value;
    }

    /**
     * Converts a Java value to the type with this letter: Boolean t, Byte b, Short s, Integer I, Long l, Float f,
     * Double d, BigDecimal D, CharSequence S, byte[] x, Collection and arrays of objects, int, long and double A,
     * Instant and Date T, Map and FieldTable F, null V; a FieldValue is returned as it is.
     *
     * @throws IllegalArgumentException if there is no conversion, or nesting is deeper than
     *     {@link FieldTable#MAX_DEPTH}
     */
    public static FieldValue of(@Nullable Object java) {
        return JavaValues.toField(java, 0);
    }

    /** Returns a value of type t. */
    public static FieldValue bool(boolean value) {
        return value ? TRUE : FALSE;
    }

    /**
     * Returns a value of type b.
     *
     * @throws IllegalArgumentException unless it is -128 to 127
     */
    public static FieldValue int8(int value) {
        return integer(FieldType.INT8, value, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    /**
     * Returns a value of type B.
     *
     * @throws IllegalArgumentException unless it is 0 to 255
     */
    public static FieldValue uint8(int value) {
        return integer(FieldType.UINT8, value, 0, 0xff);
    }

    /**
     * Returns a value of type s.
     *
     * @throws IllegalArgumentException unless it is -32768 to 32767
     */
    public static FieldValue int16(int value) {
        return integer(FieldType.INT16, value, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /**
     * Returns a value of type u.
     *
     * @throws IllegalArgumentException unless it is 0 to 65535
     */
    public static FieldValue uint16(int value) {
        return integer(FieldType.UINT16, value, 0, 0xffff);
    }

    /** Returns a value of type I. */
    public static FieldValue int32(int value) {
        return new FieldValue(FieldType.INT32, (long) value);
    }

    /**
     * Returns a value of type i.
     *
     * @throws IllegalArgumentException unless it is 0 to 4294967295
     */
    public static FieldValue uint32(long value) {
        return integer(FieldType.UINT32, value, 0, 0xffff_ffffL);
    }

    /** Returns a value of type l. */
    public static FieldValue int64(long value) {
        return new FieldValue(FieldType.INT64, value);
    }

    private static FieldValue integer(FieldType type, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "The value " + value + " is outside of " + type + ", " + min + " to " + max + ".");
        }
        return new FieldValue(type, value);
    }

    /** Returns a value of type f. */
    public static FieldValue float32(float value) {
        return new FieldValue(FieldType.FLOAT32, value);
    }

    /** Returns a value of type d. */
    public static FieldValue float64(double value) {
        return new FieldValue(FieldType.FLOAT64, value);
    }

    /**
     * Returns a value of type D.
     *
     * @throws IllegalArgumentException unless the scale is 0 to 255 and the unscaled value fits 32 bits, signed
     */
    public static FieldValue decimal(BigDecimal value) {
        BigDecimal plain = value.scale() < 0 && value.scale() > -10 ? value.setScale(0) : value;
        BigInteger unscaled = plain.unscaledValue();
        if (plain.scale() < 0 || plain.scale() > 255 || unscaled.bitLength() > 31) {
            throw new IllegalArgumentException("The decimal " + value
                    + " does not fit: a scale of 0 to 255 and an unscaled value of 32 bits are possible.");
        }
        return new FieldValue(FieldType.DECIMAL, plain);
    }

    /** Returns a long string in UTF-8, type S, encoded as {@link WireWriter} encodes text. */
    public static FieldValue string(String value) {
        return new FieldValue(FieldType.STRING, WireText.encode(value));
    }

    /** Returns a long string of any bytes, type S. */
    public static FieldValue string(byte[] octets) {
        return new FieldValue(FieldType.STRING, octets.clone());
    }

    /** Returns binary data, type x. */
    public static FieldValue bytes(byte[] bytes) {
        return new FieldValue(FieldType.BYTES, bytes.clone());
    }

    /**
     * Returns an array, type A.
     *
     * @throws IllegalArgumentException if nesting is deeper than {@link FieldTable#MAX_DEPTH}
     */
    public static FieldValue array(List<FieldValue> values) {
        var array = new FieldValue(FieldType.ARRAY, List.copyOf(values));
        FieldTable.checkDepth(array.depth());
        return array;
    }

    /** Returns a timestamp, type T; fractions of a second are dropped. */
    public static FieldValue timestamp(Instant instant) {
        return timestampSeconds(instant.getEpochSecond());
    }

    /**
     * Returns a timestamp, type T.
     *
     * @param raw the 64 bits as encoded
     */
    public static FieldValue timestampSeconds(long raw) {
        return new FieldValue(FieldType.TIMESTAMP, raw);
    }

    /** Returns a table, type F. Its nesting is checked when it becomes part of another table. */
    public static FieldValue table(FieldTable table) {
        return new FieldValue(FieldType.TABLE, Objects.requireNonNull(table, "table"));
    }

    /** Returns the type, which determines the accessor. */
    public FieldType type() {
        return type;
    }

    /** Returns the value of type t. */
    public boolean asBoolean() {
        return (Boolean) as(FieldType.BOOLEAN, "boolean");
    }

    /** Returns the value of any integer type; throws ArithmeticException if it does not fit an int. */
    public int asInt() {
        return Math.toIntExact(asLong());
    }

    /** Returns the value of any integer type. */
    public long asLong() {
        return switch (type) {
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 -> (Long) value;
            default -> throw mismatch("integer");
        };
    }

    /** Returns the value of type f or d. */
    public double asDouble() {
        return switch (type) {
            case FLOAT32, FLOAT64 -> ((Number) value).doubleValue();
            default -> throw mismatch("floating point number");
        };
    }

    /** Returns the value of type D. */
    public BigDecimal asDecimal() {
        return (BigDecimal) as(FieldType.DECIMAL, "decimal");
    }

    /**
     * Returns a string decoded as UTF-8, with other bytes as {@link WireReader#shortString} does; see also
     * {@link #asBytes()}.
     */
    public String asString() {
        return WireText.decode((byte[]) as(FieldType.STRING, "string"));
    }

    /** Returns the bytes of a string or of binary data. */
    public byte[] asBytes() {
        return switch (type) {
            case BYTES, STRING -> ((byte[]) value).clone();
            default -> throw mismatch("octets");
        };
    }

    /** Returns the values of an array, unmodifiable. */
    @SuppressWarnings("unchecked") // only array() and the parser make an ARRAY, both of a List of FieldValue
    public List<FieldValue> asList() {
        return (List<FieldValue>) as(FieldType.ARRAY, "array");
    }

    /** Returns the value of type F. */
    public FieldTable asTable() {
        return (FieldTable) as(FieldType.TABLE, "table");
    }

    /** Returns a timestamp, limited to the range from {@link Instant#MIN} to {@link Instant#MAX}. */
    public Instant asInstant() {
        return Timestamps.instant(rawTimestamp());
    }

    /** Returns the 64 bits of a timestamp as encoded. */
    public long rawTimestamp() {
        return (Long) as(FieldType.TIMESTAMP, "timestamp");
    }

    private Object as(FieldType wanted, String what) {
        if (type != wanted) {
            throw mismatch(what);
        }
        return value;
    }

    private IllegalStateException mismatch(String wanted) {
        return new IllegalStateException("The value is of type " + type + ", not " + wanted + ".");
    }

    /**
     * Returns the nearest Java type: Boolean, Byte, Short, Integer, Long (the next wider one for unsigned types),
     * Float, Double, BigDecimal, String, byte[], List, Instant, Map, or null for void.
     *
     * @throws WireException if it contains a malformed table
     */
    public @Nullable Object toJava() {
        return JavaValues.fromField(this);
    }

    /** 0 for a scalar, otherwise 1 more than the deepest value within. */
    int depth() {
        return switch (type) {
            case ARRAY ->
                1 + asList().stream().mapToInt(FieldValue::depth).max().orElse(0);
            case TABLE -> asTable().depth();
            default -> 0;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof FieldValue that) || type != that.type) {
            return false;
        }
        return value instanceof byte[] octets ? Arrays.equals(octets, (byte[]) that.value) : value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + (value instanceof byte[] octets ? Arrays.hashCode(octets) : value.hashCode());
    }

    /** Returns a text for people, not for parsing. */
    @Override
    public String toString() {
        return switch (type) {
            case STRING -> '"' + ForeignText.line(asString()) + '"';
            case BYTES -> "0x" + HexFormat.of().formatHex((byte[]) value);
            case TIMESTAMP -> asInstant().toString();
            case VOID -> "void";
            default -> value.toString();
        };
    }
}
