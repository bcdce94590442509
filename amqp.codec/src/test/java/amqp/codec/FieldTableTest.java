// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.octets.Hex;
import amqp.octets.TableVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTableTest {
    static List<TableVectors.Good> good() {
        return TableVectors.GOOD;
    }

    @ParameterizedTest
    @MethodSource("good")
    void decodes(TableVectors.Good vector) {
        WireReader in = Hex.reader(vector.hex());
        FieldTable table = in.table();
        assertEquals(0, in.remaining());
        assertEquals(vector.entries(), table.entries());
        assertEquals(
                List.copyOf(vector.entries().keySet()),
                List.copyOf(table.entries().keySet()));
        assertEquals(vector.entries().size(), table.size());
        assertEquals(vector.entries().isEmpty(), table.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("good")
    void encodes(TableVectors.Good vector) {
        FieldTable table = FieldTable.of(vector.entries());
        var out = new WireWriter();
        out.table(table);
        assertEquals(vector.hex(), Hex.of(out.toByteArray()));
        assertEquals(table.encodedSize(), out.position());
        FieldTable received = Hex.reader(vector.hex()).table();
        assertEquals(received, table);
        assertEquals(received.hashCode(), table.hashCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {TableVectors.DECLARED_TOO_SHORT, TableVectors.UNKNOWN_TYPE, "0000000161", "0000000401615300"})
    void malformedTableFailsOnlyWhenAskedForEntries(String hex) {
        FieldTable table = Hex.reader(hex).table();
        assertFalse(table.isEmpty());
        assertTrue(table.toString().contains("malformed"), table.toString());
        assertEquals(
                ReplyCode.SYNTAX_ERROR,
                assertThrows(WireException.class, table::entries).replyCode());
        assertThrows(WireException.class, () -> table.get("a"));
        assertThrows(WireException.class, table::size);
        assertThrows(WireException.class, table::toMap);
        assertThrows(WireException.class, () -> FieldTable.of("nested", table));
        var out = new WireWriter();
        out.table(table);
        assertTrue(hex.startsWith(Hex.of(out.toByteArray())), "its bytes are passed on as they came");
    }

    @Test
    void aKeyIsNeverNull() {
        NullPointerException refused = assertThrows(
                NullPointerException.class, () -> FieldTable.builder().put(null, 1));
        assertEquals("key", refused.getMessage());
    }

    @Test
    void withGivesAnotherTableAndKeepsTheOrder() {
        var table = FieldTable.builder().put("a", 1).put("b", 2).build();
        var more = table.with("a", "x").with("c", null);
        assertEquals(
                FieldTable.builder().put("a", "x").put("b", 2).put("c", null).build(), more);
        assertEquals(more, table.with(Map.of("a", "x")).with("c", null));
        assertEquals(2, table.size());
        assertEquals(FieldTable.of("k", true), FieldTable.EMPTY.with("k", true));
        assertThrows(IllegalArgumentException.class, () -> table.with("k", new Object()));
    }

    @Test
    void malformedInnerTableIsFoundAtOnce() {
        FieldTable table = Hex.reader("0000000b 0161 46 00000004 016b5a00").table();
        assertThrows(WireException.class, table::entries);
    }

    @Test
    void entriesAreParsedOnce() {
        FieldTable table = Hex.reader("000000080161740101627400").table();
        assertSame(table.entries(), table.entries());
    }

    @Test
    void lastOfRepeatedKeysWins() {
        FieldTable table = Hex.reader("00000008 0161 7401 0161 7400").table();
        assertEquals(Map.of("a", FieldValue.bool(false)), table.entries());
    }

    @Test
    void emptyIsOneObject() {
        assertSame(FieldTable.EMPTY, Hex.reader("00000000").table());
        assertSame(FieldTable.EMPTY, FieldTable.of(Map.of()));
        assertSame(FieldTable.EMPTY, FieldTable.ofOctets(new byte[0]));
        assertEquals(4, FieldTable.EMPTY.encodedSize());
        assertEquals("{}", FieldTable.EMPTY.toString());
    }

    @Test
    void octetsGivenAreCopied() {
        byte[] octets = Hex.octets("01617401");
        FieldTable table = FieldTable.ofOctets(octets);
        octets[3] = 0;
        assertTrue(table.get("a").asBoolean());
        assertNull(table.get("b"));
        assertNotEquals(table, FieldTable.ofOctets(octets));
    }

    @Test
    void entriesCanNotBeChanged() {
        FieldTable built = FieldTable.of("a", 1);
        FieldTable parsed = Hex.reader("0000000401617401").table();
        assertThrows(UnsupportedOperationException.class, () -> built.entries().clear());
        assertThrows(UnsupportedOperationException.class, () -> parsed.entries().clear());
        FieldTable.Builder builder = FieldTable.builder().put("a", 1);
        FieldTable first = builder.build();
        builder.put("b", 2);
        assertEquals(1, first.size());
    }

    @Test
    void javaValuesComeBack() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", "é");
        values.put("number", 1L);
        values.put("list", List.of(1, "x", List.of(true)));
        values.put("map", Map.of("inner", 2.5));
        values.put("none", null);
        FieldTable table = FieldTable.of(values);
        assertEquals(values, table.toMap());
        assertEquals(values, FieldTable.ofOctets(octetsOf(table)).toMap());
        assertEquals("{text=\"é\", number=1, list=[1, \"x\", [true]], map={inner=2.5}, none=void}", table.toString());
    }

    private static byte[] octetsOf(FieldTable table) {
        var out = new WireWriter();
        out.table(table);
        return Arrays.copyOfRange(out.array(), 4, out.position());
    }

    @Test
    void nestingUpTo32LevelsIsTakenBothWays() {
        FieldTable table = FieldTable.of("k", nested(31));
        assertEquals(table.toMap(), FieldTable.ofOctets(octetsOf(table)).toMap());
        var e = assertThrows(IllegalArgumentException.class, () -> FieldTable.of("k", nested(32)));
        assertTrue(e.getMessage().contains("\"k\"") && e.getMessage().contains("32"), e.getMessage());
    }

    private static Object nested(int levels) {
        Object value = "core";
        for (int i = 0; i < levels; i++) {
            value = i % 2 == 0 ? List.of(value) : Map.of("k", value);
        }
        return value;
    }

    @Test
    void deeperNestingIsRefusedWhenComposedOfTablesAndArrays() {
        FieldTable table = FieldTable.EMPTY;
        for (int i = 0; i < 31; i++) {
            table = FieldTable.of("k", table);
        }
        FieldTable deepest = table;
        assertThrows(IllegalArgumentException.class, () -> FieldTable.of("k", deepest));
        assertThrows(IllegalArgumentException.class, () -> FieldValue.array(List.of(FieldValue.table(deepest))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "F"})
    void deeperNestingFromThePeerIsRefused(String letter) {
        String value = "";
        for (int i = 0; i < 32; i++) {
            String content = letter.equals("A") ? value : entry(value);
            value = Hex.text(letter) + Hex.int32(content.length() / 2) + content;
        }
        FieldTable table = FieldTable.ofOctets(Hex.octets("016b" + value));
        var e = assertThrows(WireException.class, table::entries);
        assertTrue(e.getMessage().contains("32"), e.getMessage());
    }

    private static String entry(String value) {
        return value.isEmpty() ? "" : "016b" + value;
    }

    @Test
    void containerWithinItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        Object[] array = new Object[1];
        array[0] = array;
        Map<String, Object> map = new HashMap<>();
        map.put("k", map);
        assertThrows(IllegalArgumentException.class, () -> FieldTable.of("k", list));
        assertThrows(IllegalArgumentException.class, () -> FieldTable.of("k", array));
        assertThrows(IllegalArgumentException.class, () -> FieldTable.of(map));
    }

    @Test
    void keysAreShortStrings() {
        assertEquals(1, FieldTable.of("k".repeat(255), 1).size());
        assertThrows(IllegalArgumentException.class, () -> FieldTable.of("k".repeat(256), 1));
        var e = assertThrows(IllegalArgumentException.class, () -> FieldTable.of("outer", Map.of(7, 1)));
        assertEquals("Key \"outer\": The keys of a table are Strings, not 7.", e.getMessage());
    }

    @Test
    void valueWithoutConversionIsRefusedByKeyAndClass() {
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> FieldTable.of("outer", Map.of("inner", new Object[] {Thread.State.NEW})));
        assertTrue(e.getMessage().contains("outer") && e.getMessage().contains("inner"), e.getMessage());
        assertTrue(e.getMessage().contains("Thread$State"), e.getMessage());
    }
}
