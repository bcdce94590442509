// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Field values to octets and back: a type letter, then the value. */
final class FieldCodec {
    private FieldCodec() {}

    static void write(WireWriter out, FieldValue value) {
        out.octet(value.type().letter());
        switch (value.type()) {
            case BOOLEAN -> out.octet(value.asBoolean() ? 1 : 0);
            case INT8, UINT8 -> out.octet(value.asInt());
            case INT16, UINT16 -> out.shortInt(value.asInt());
            case INT32, UINT32 -> out.longInt((int) value.asLong());
            case INT64 -> out.longLong(value.asLong());
            case FLOAT32 -> out.longInt(Float.floatToRawIntBits((float) value.asDouble()));
            case FLOAT64 -> out.longLong(Double.doubleToRawLongBits(value.asDouble()));
            case DECIMAL -> writeDecimal(out, value.asDecimal());
            case STRING, BYTES -> out.longString(value.asBytes());
            case ARRAY -> writeArray(out, value.asList());
            case TIMESTAMP -> out.longLong(value.rawTimestamp());
            case TABLE -> out.table(value.asTable());
            case VOID -> {}
        }
    }

    private static void writeDecimal(WireWriter out, BigDecimal decimal) {
        out.octet(decimal.scale());
        out.longInt(decimal.unscaledValue().intValue());
    }

    private static void writeArray(WireWriter out, List<FieldValue> elements) {
        out.longInt(0);
        int begin = out.position();
        elements.forEach(element -> write(out, element));
        out.patchInt(begin - 4, out.position() - begin);
    }

    /** {@code depth} counts the tables and arrays around the value. */
    static FieldValue read(WireReader in, int depth) {
        FieldType type = FieldType.of(in.octet());
        return switch (type) {
            case BOOLEAN -> FieldValue.bool(in.octet() != 0);
            case INT8 -> new FieldValue(type, (long) (byte) in.octet());
            case UINT8 -> new FieldValue(type, (long) in.octet());
            case INT16 -> new FieldValue(type, (long) (short) in.shortInt());
            case UINT16 -> new FieldValue(type, (long) in.shortInt());
            case INT32 -> new FieldValue(type, (long) in.longInt());
            case UINT32 -> new FieldValue(type, in.unsignedInt());
            case INT64, TIMESTAMP -> new FieldValue(type, in.longLong());
            case FLOAT32 -> FieldValue.float32(Float.intBitsToFloat(in.longInt()));
            case FLOAT64 -> FieldValue.float64(Double.longBitsToDouble(in.longLong()));
            case DECIMAL -> new FieldValue(type, readDecimal(in));
            case STRING, BYTES -> new FieldValue(type, in.longString());
            case ARRAY -> new FieldValue(type, readArray(in.section(in.unsignedInt()), depth + 1));
            case TABLE -> FieldValue.table(FieldTable.parse(in.longString(), depth + 1));
            case VOID -> FieldValue.VOID;
        };
    }

    private static BigDecimal readDecimal(WireReader in) {
        int scale = in.octet();
        return BigDecimal.valueOf(in.longInt(), scale);
    }

    private static List<FieldValue> readArray(WireReader in, int depth) {
        FieldTable.checkParsedDepth(depth);
        List<FieldValue> values = new ArrayList<>();
        while (in.remaining() > 0) {
            values.add(read(in, depth));
        }
        return List.copyOf(values);
    }
}
