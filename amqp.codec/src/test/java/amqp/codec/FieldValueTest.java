// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.octets.Allocations;
import amqp.octets.Hex;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValueTest {
    private static final Instant NEW_YEAR = Instant.ofEpochSecond(1_600_000_000);

    record Vector(String hex, FieldValue value, Object java) {}

    static List<Vector> vectors() {
        return List.of(
                new Vector("7401", FieldValue.bool(true), true),
                new Vector("6280", FieldValue.int8(-128), (byte) -128),
                new Vector("42ff", FieldValue.uint8(255), (short) 255),
                new Vector("738000", FieldValue.int16(-32768), (short) -32768),
                new Vector("75ffff", FieldValue.uint16(65535), 65535),
                new Vector("4980000000", FieldValue.int32(Integer.MIN_VALUE), Integer.MIN_VALUE),
                new Vector("69ffffffff", FieldValue.uint32(4294967295L), 4294967295L),
                new Vector("6c8000000000000000", FieldValue.int64(Long.MIN_VALUE), Long.MIN_VALUE),
                new Vector("663fc00000", FieldValue.float32(1.5f), 1.5f),
                new Vector("644004000000000000", FieldValue.float64(2.5), 2.5),
                new Vector("44ff80000000", decimal(Integer.MIN_VALUE, 255), BigDecimal.valueOf(Integer.MIN_VALUE, 255)),
                new Vector("5300000002c3a9", FieldValue.string("é"), "é"),
                new Vector("410000000474015656", FieldValue.of(listWithVoids()), listWithVoids()),
                new Vector("54000000005f5e1000", FieldValue.timestamp(NEW_YEAR), NEW_YEAR),
                new Vector("460000000401617400", FieldValue.of(Map.of("a", false)), Map.of("a", false)));
    }

    private static FieldValue decimal(long unscaled, int scale) {
        return FieldValue.decimal(BigDecimal.valueOf(unscaled, scale));
    }

    private static List<Object> listWithVoids() {
        List<Object> list = new ArrayList<>();
        list.add(true);
        list.add(null);
        list.add(null);
        return list;
    }

    private static FieldValue read(String hex) {
        WireReader in = Hex.reader(hex);
        FieldValue value = FieldCodec.read(in, 1);
        assertEquals(0, in.remaining());
        return value;
    }

    private static String written(FieldValue value) {
        var out = new WireWriter();
        FieldCodec.write(out, value);
        return Hex.of(out.toByteArray());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everyTypeGoesBothWays(Vector vector) {
        FieldValue value = read(vector.hex());
        assertEquals(vector.value(), value);
        assertEquals(vector.value().hashCode(), value.hashCode());
        assertEquals(vector.hex(), written(vector.value()));
        assertEquals(vector.java(), value.toJava());
        assertEquals(FieldType.of(Integer.parseInt(vector.hex().substring(0, 2), 16)), value.type());
    }

    @Test
    void capitalLIsReadAsSigned64() {
        assertEquals(FieldValue.int64(-2), read("4cfffffffffffffffe"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "78ffffffff",
                "7880000000",
                "53ffffffff",
                "41ffffffff",
                "46ffffffff",
                "5a",
                "80",
                "ff",
                "4400",
                ""
            })
    void malformedValueIsAnErrorBeforeAnyAllocation(String hex) {
        WireReader in = Hex.reader(hex);
        long allocated = Allocations.during(() -> assertThrows(WireException.class, () -> FieldCodec.read(in, 1)));
        assertTrue(allocated < 1 << 20, () -> allocated + " bytes");
    }

    @Test
    void elementBeyondTheEndOfItsArrayIsAnError() {
        assertThrows(WireException.class, () -> read("41 00000003 49 00000001"));
    }

    @Test
    void stringsKeepOctetsThatAreNotUtf8() {
        FieldValue value = read("5300000002ff41");
        assertEquals("\udcffA", value.asString());
        assertEquals(value, FieldValue.string(value.asString()));
        assertArrayEquals(new byte[] {(byte) 0xff, 'A'}, value.asBytes());
        assertEquals(FieldValue.string(new byte[] {(byte) 0xff, 'A'}), value);
        assertEquals("5300000002ff41", written(value));
    }

    @Test
    void arraysOfOctetsAreCopiedInAndOut() {
        byte[] octets = {1, 2};
        FieldValue value = FieldValue.bytes(octets);
        octets[0] = 9;
        value.asBytes()[1] = 9;
        assertArrayEquals(new byte[] {1, 2}, value.asBytes());
        assertArrayEquals(new byte[] {1, 2}, (byte[]) value.toJava());
        assertEquals("78000000020102", written(value));
        assertEquals(value, read("78000000020102"));
        assertEquals(value.hashCode(), read("78000000020102").hashCode());
        assertNotEquals(value, FieldValue.string(new byte[] {1, 2}));
        assertEquals("0x0102", value.toString());
    }

    @Test
    void timestampsKeepTheirBitsAndAreCutToAnInstant() {
        FieldValue huge = read("547fffffffffffffff");
        assertEquals(Long.MAX_VALUE, huge.rawTimestamp());
        assertEquals(Instant.MAX, huge.asInstant());
        assertEquals(Instant.MIN, read("548000000000000000").asInstant());
        assertEquals(Instant.ofEpochSecond(-1), read("54ffffffffffffffff").asInstant());
        assertEquals("54ffffffffffffffff", written(FieldValue.timestampSeconds(-1)));
        assertEquals("1969-12-31T23:59:59Z", FieldValue.timestampSeconds(-1).toString());
    }

    @Test
    void javaValuesBecomeTheirTypes() {
        assertEquals(FieldType.INT8, FieldValue.of((byte) 1).type());
        assertEquals(FieldType.INT16, FieldValue.of((short) 1).type());
        assertEquals(FieldType.INT32, FieldValue.of(1).type());
        assertEquals(FieldType.INT64, FieldValue.of(1L).type());
        assertEquals(FieldType.FLOAT32, FieldValue.of(1f).type());
        assertEquals(FieldType.FLOAT64, FieldValue.of(1d).type());
        assertEquals(FieldType.DECIMAL, FieldValue.of(BigDecimal.TEN).type());
        assertEquals(FieldType.BYTES, FieldValue.of(new byte[1]).type());
        assertEquals(FieldValue.string("ab"), FieldValue.of(new StringBuilder("ab")));
        assertEquals(FieldValue.of(List.of("a", "b")), FieldValue.of(new String[] {"a", "b"}));
        assertEquals(FieldValue.of(List.of(1L, 2L)), FieldValue.of(new long[] {1, 2}));
        assertEquals(
                FieldValue.of(Arrays.asList(null, List.of(true))),
                FieldValue.of(new Object[] {null, new Boolean[] {true}}));
        assertEquals(FieldValue.timestampSeconds(-1), FieldValue.of(new Date(-1)));
        assertEquals(FieldValue.timestampSeconds(-1), FieldValue.of(Instant.ofEpochMilli(-1)));
        assertEquals(FieldValue.table(FieldTable.EMPTY), FieldValue.of(FieldTable.EMPTY));
        assertSame(FieldValue.VOID, FieldValue.of(null));
        assertNull(FieldValue.VOID.toJava());
        assertEquals("void", FieldValue.VOID.toString());
        FieldValue value = FieldValue.uint16(1);
        assertSame(value, FieldValue.of(value));
        var e = assertThrows(IllegalArgumentException.class, () -> FieldValue.of(BigInteger.ONE));
        assertTrue(e.getMessage().contains("java.math.BigInteger"), e.getMessage());
    }

    @Test
    void valuesOutsideOfTheirTypeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> FieldValue.int8(128));
        assertThrows(IllegalArgumentException.class, () -> FieldValue.uint8(-1));
        assertThrows(IllegalArgumentException.class, () -> FieldValue.int16(-32769));
        assertThrows(IllegalArgumentException.class, () -> FieldValue.uint16(65536));
        assertThrows(IllegalArgumentException.class, () -> FieldValue.uint32(-1));
        assertThrows(IllegalArgumentException.class, () -> decimal(1L << 31, 0));
        assertThrows(IllegalArgumentException.class, () -> decimal(1, 256));
        assertThrows(IllegalArgumentException.class, () -> decimal(1, -10));
        assertEquals("440000000064", written(decimal(1, -2)));
    }

    @Test
    void accessorOfAnotherTypeNamesBoth() {
        var e = assertThrows(
                IllegalStateException.class, () -> FieldValue.of("x").asLong());
        assertEquals("The value is of type STRING, not integer.", e.getMessage());
        FieldValue number = FieldValue.of(1);
        assertThrows(IllegalStateException.class, number::asBoolean);
        assertThrows(IllegalStateException.class, number::asDouble);
        assertThrows(IllegalStateException.class, number::asDecimal);
        assertThrows(IllegalStateException.class, number::asString);
        assertThrows(IllegalStateException.class, number::asBytes);
        assertThrows(IllegalStateException.class, number::asList);
        assertThrows(IllegalStateException.class, number::asTable);
        assertThrows(IllegalStateException.class, number::asInstant);
        assertThrows(IllegalStateException.class, number::rawTimestamp);
        assertThrows(
                ArithmeticException.class, () -> FieldValue.uint32(1L << 31).asInt());
    }

    @Test
    void listsCanNotBeChanged() {
        List<FieldValue> values = new ArrayList<>(List.of(FieldValue.of(1)));
        FieldValue array = FieldValue.array(values);
        values.clear();
        assertEquals(List.of(FieldValue.of(1)), array.asList());
        assertThrows(UnsupportedOperationException.class, () -> array.asList().clear());
        assertThrows(
                UnsupportedOperationException.class,
                () -> read("410000000156").asList().clear());
    }

    @Test
    void equalNumbersOfDifferentTypesDiffer() {
        assertNotEquals(FieldValue.int32(1), FieldValue.int64(1));
        assertNotEquals(FieldValue.int32(1), FieldValue.int32(2));
        assertNotEquals(null, FieldValue.int32(1));
    }
}
