// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import static amqp.testkit.wire.Frames.hex;
import static amqp.testkit.wire.Frames.parse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Frames as the specification lays them out, written by hand. */
final class BrokerFramesTest {
    @Test
    void methodsByName() {
        assertEquals(
                "0100010000000d003c0050000000000000006400ce", hex(BrokerFrames.method(1, "basic.ack", 100, false)));
        assertEquals(
                "0100010000000c003c001f0763746167312e30ce", hex(BrokerFrames.method(1, "basic.cancel-ok", "ctag1.0")));
        // Reserved arguments are filled in: a short before the queue.
        assertEquals(
                "01000100000015003c00140000036261720563746167300000000000ce",
                hex(BrokerFrames.method(1, "basic.consume", "bar", "ctag0", false, false, false, false, Map.of())));
        assertEquals("010001000000080014000b00000000ce", hex(BrokerFrames.method(1, "channel.open-ok")));
        assertEquals(
                "0100000000000c000a001e07ff00020000003cce",
                hex(BrokerFrames.method(0, "connection.tune", 2047, 131072, 60)));
    }

    @Test
    void methodsByNumber() {
        var frame = BrokerFrames.method(2, 60, 60)
                .shortstr("c")
                .longlong(1)
                .bits(true)
                .shortstr("")
                .shortstr("k")
                .frame();
        assertEquals("01000200000012 003c003c 0163 0000000000000001 01 00 016b ce".replace(" ", ""), hex(frame));
        var odd = BrokerFrames.method(0, 99, 1)
                .octet(255)
                .shortint(65535)
                .longint(4294967295L)
                .longstr("ab")
                .longstr(new byte[] {1})
                .table(Map.of())
                .bits(true, false, true, false, false, false, false, false, true)
                .raw(new byte[] {9})
                .frame();
        assertEquals(
                "0100000000001d 00630001 ff ffff ffffffff 000000026162 0000000101 00000000 0501 09 ce".replace(" ", ""),
                hex(odd));
    }

    @Test
    void misuseIsToldApart() {
        assertThrows(IllegalArgumentException.class, () -> BrokerFrames.method(1, "basic.shout"));
        var failure = assertThrows(IllegalArgumentException.class, () -> BrokerFrames.method(1, "basic.ack", 1));
        assertEquals("basic.ack takes [delivery-tag, multiple], not 1 values.", failure.getMessage());
        assertThrows(IllegalArgumentException.class, () -> BrokerFrames.method(1, "basic.cancel-ok", "x".repeat(256)));
        assertThrows(IllegalArgumentException.class, () -> BrokerFrames.header(1, 0, Map.of("colour", "red")));
        assertThrows(
                IllegalArgumentException.class, () -> BrokerFrames.header(1, 0, Map.of("headers", Map.of("a", 'c'))));
    }

    @Test
    void headerHeartbeatAndBody() {
        assertEquals("08000000000000ce", hex(BrokerFrames.heartbeat()));
        assertEquals(
                "0200010000000f003c00000000000000000064100002ce",
                hex(BrokerFrames.header(1, 100, Map.of("delivery-mode", 2))));
        assertEquals("03000100000002 6869 ce".replace(" ", ""), hex(BrokerFrames.body(1, new byte[] {'h', 'i'})));
        assertEquals("08000000000000" + "41", hex(BrokerFrames.withBadEnd(BrokerFrames.heartbeat())));
    }

    @Test
    void allPropertiesInTheirOrder() {
        var properties = new LinkedHashMap<String, Object>();
        var names = List.of(
                "content-type",
                "content-encoding",
                "headers",
                "delivery-mode",
                "priority",
                "correlation-id",
                "reply-to",
                "expiration",
                "message-id",
                "timestamp",
                "type",
                "user-id",
                "app-id",
                "cluster-id");
        for (var name : names) {
            properties.put(
                    name,
                    switch (name) {
                        case "headers" -> Map.of("a", 1);
                        case "delivery-mode", "priority", "timestamp" -> 2L;
                        default -> name;
                    });
        }
        var header =
                (WireFrame.Header) parse(BrokerFrames.header(1, 3, properties)).get(0);
        assertEquals(properties, header.properties());
        assertEquals(names, List.copyOf(header.properties().keySet()));
        var flags = hex(BrokerFrames.header(1, 3, properties)).substring(14 + 24, 14 + 28);
        assertEquals("fffc", flags);
    }

    @Test
    void tablesComeBackAsTheyWere() {
        var table = new LinkedHashMap<String, Object>();
        table.put("flag", true);
        table.put("byte", (byte) -1);
        table.put("short", (short) -2);
        table.put("int", -3);
        table.put("long", -4L);
        table.put("float", 0.5f);
        table.put("double", 0.25);
        table.put("decimal", new BigDecimal("-0.01"));
        table.put("text", "grüße");
        table.put("list", Arrays.asList(1, null, "x", List.of()));
        table.put("table", Map.of("inner", true));
        table.put("nothing", null);
        for (var letter : "BuiLT".toCharArray()) table.put("typed " + letter, new Typed(letter, 200));
        var start = BrokerFrames.method(0, "connection.start", 0, 9, table, "PLAIN", "en_US");
        assertEquals(table, ((WireFrame.Method) parse(start).get(0)).table("server-properties"));
        assertEquals(
                "0000000b 0161 54 000000004d1e6e43".replace(" ", ""),
                hex(unbindWith(Map.of("a", Instant.parse("2010-12-31T23:58:59Z")))));
    }

    @Test
    void contentIsSplitByFrameMax() {
        var body = new byte[10_000];
        Arrays.fill(body, (byte) 7);
        var frames = parse(BrokerFrames.content(3, Map.of(), body, 4096));
        assertEquals(
                List.of(10_000L),
                frames.stream()
                        .limit(1)
                        .map(f -> ((WireFrame.Header) f).bodySize())
                        .toList());
        assertEquals(
                List.of(4088, 4088, 1824),
                frames.stream()
                        .skip(1)
                        .map(f -> ((WireFrame.Body) f).octets().length)
                        .toList());
        assertEquals(
                1, parse(BrokerFrames.content(3, Map.of(), new byte[0], 4096)).size());
        assertEquals(2, parse(BrokerFrames.content(3, Map.of(), body, 0)).size());
    }

    @Test
    void everyMethodOfTheTableIsReadBackAsWritten() {
        var names = MethodTable.LINES.lines().map(line -> line.split(" ")[2]).toList();
        assertTrue(names.size() > 60, names.toString());
        for (var name : names) {
            var values = MethodTable.LINES
                    .lines()
                    .filter(line -> line.split(" ")[2].equals(name))
                    .flatMap(line -> Arrays.stream(line.split(" ")).skip(3))
                    .filter(argument -> !argument.contains(":reserved-"))
                    .map(BrokerFramesTest::sample)
                    .toArray();
            var method = (WireFrame.Method)
                    parse(BrokerFrames.method(5, name, values)).get(0);
            assertEquals(name, method.name());
            var read = method.spec().argumentNames().stream()
                    .map(argument -> method.arguments().get(argument))
                    .map(value -> value instanceof byte[] octets ? new String(octets) : value)
                    .toList();
            assertEquals(Arrays.asList(values), read, name);
        }
    }

    private static Object sample(String argument) {
        return switch (argument.substring(0, argument.indexOf(':'))) {
            case "bit" -> argument.hashCode() % 2 == 0;
            case "shortstr", "longstr" -> argument;
            case "table" -> Map.of("a", 1);
            default -> 123L;
        };
    }

    private static byte[] unbindWith(Map<String, ?> table) {
        var frame = BrokerFrames.method(1, "queue.unbind", "", "", "", table);
        return Arrays.copyOfRange(frame, 7 + 4 + 2 + 3, frame.length - 1);
    }
}
