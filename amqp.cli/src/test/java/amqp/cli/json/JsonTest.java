// SPDX-License-Identifier: MPL-2.0
package amqp.cli.json;

import amqp.cli.message.FieldJson;
import amqp.cli.message.MessageJson;
import amqp.cli.perf.PerfRound;
import amqp.cli.perf.Workload;
import amqp.cli.publish.PublishSummary;
import amqp.cli.terminal.Reading;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void escapesWhatMustBe() {
        assertEquals(
                "\"\\\"\\\\/\\n\\r\\t\\u0000\\u001f\\u007f\\u2028é\uD83D\uDE00\\ud83d\\ude00x\"",
                new Json()
                                .value("\"\\/\n\r\t\0\u001f\u007f\u2028é\uD83D\uDE00\uD83D")
                                .toString()
                                .replaceFirst("\"$", "") // a lone half, then the other one alone
                        + new Json().value("\uDE00x").toString().substring(1));
    }

    @Test
    void nests() {
        Json json = new Json().object().name("a").array().value(1).value("x").object();
        json.endObject().array().endArray().endArray().name("b").value(false).endObject();
        assertEquals("{\"a\":[1,\"x\",{},[]],\"b\":false}", json.toString());
    }

    @Test
    void roundsNumbers() {
        Json json = new Json().array().value(1.25, 1).value(1e9, 3).value(Double.NaN, 1);
        json.value(new BigDecimal("1E+3")).value(Double.POSITIVE_INFINITY, 0).endArray();
        assertEquals("[1.3,1000000000.000,null,1000,null]", json.toString());
    }

    @Test
    void showsEveryFieldType() {
        FieldTable.Builder table = FieldTable.builder()
                .put("t", FieldValue.bool(true))
                .put("b", FieldValue.int8(-1))
                .put("B", FieldValue.uint8(255))
                .put("s", FieldValue.int16(-2))
                .put("u", FieldValue.uint16(65535))
                .put("I", FieldValue.int32(5))
                .put("i", FieldValue.uint32(4294967295L))
                .put("l", FieldValue.int64(Long.MIN_VALUE))
                .put("f", FieldValue.float32(0.1f))
                .put("d", FieldValue.float64(1e-7))
                .put("n", FieldValue.float64(Double.NaN))
                .put("D", FieldValue.decimal(new BigDecimal("1.50")))
                .put("S", FieldValue.string("é\n"))
                .put("x", FieldValue.bytes(new byte[] {0, -1}))
                .put("A", FieldValue.array(List.of(FieldValue.int32(1), FieldValue.VOID)))
                .put("T", FieldValue.timestampSeconds(-1))
                .put("F", FieldValue.table(FieldTable.of(Map.of("k", "v"))))
                .put("V", FieldValue.VOID);
        Json json = new Json();
        FieldJson.write(json, table.build());
        assertEquals("""
                {"t":{"type":"t","value":true},
                "b":{"type":"b","value":-1},
                "B":{"type":"B","value":255},
                "s":{"type":"s","value":-2},
                "u":{"type":"u","value":65535},
                "I":{"type":"I","value":5},
                "i":{"type":"i","value":4294967295},
                "l":{"type":"l","value":-9223372036854775808},
                "f":{"type":"f","value":0.1},
                "d":{"type":"d","value":1.0E-7},
                "n":{"type":"d","value":"NaN"},
                "D":{"type":"D","value":1.50},
                "S":{"type":"S","value":"é\\n"},
                "x":{"type":"x","value":"00ff"},
                "A":{"type":"A","value":[{"type":"I","value":1},{"type":"V","value":null}]},
                "T":{"type":"T","value":-1},
                "F":{"type":"F","value":{"k":{"type":"S","value":"v"}}},
                "V":{"type":"V","value":null}}""".replace(",\n", ","), json.toString());
    }

    @Test
    void showsEveryProperty() {
        BasicProperties properties = BasicProperties.builder()
                .contentType("text/plain")
                .contentEncoding("gzip")
                .headers(FieldTable.of("n", 5))
                .deliveryMode(2)
                .priority(9)
                .correlationId("c")
                .replyTo("r")
                .expiration("60000")
                .messageId("m")
                .timestampRaw(-1)
                .type("t")
                .userId("u")
                .appId("a")
                .clusterId("k")
                .build();
        assertEquals("""
                {"contentType":"text/plain","contentEncoding":"gzip","headers":{"n":{"type":"I","value":5}},\
                "deliveryMode":2,"priority":9,"correlationId":"c","replyTo":"r","expiration":"60000","messageId":"m",\
                "timestamp":-1,"type":"t","userId":"u","appId":"a","clusterId":"k"}""", MessageJson.properties(properties));
        assertEquals("{}", MessageJson.properties(BasicProperties.EMPTY));
    }

    @Test
    void malformedPropertiesAreSaidToBeSo() {
        BasicProperties broken = BasicProperties.ofOctets(HexFormat.of().parseHex("8000ff61"));
        String json = MessageJson.properties(broken);
        assertEquals("{\"malformed\":", json.substring(0, 13), json);
    }

    @Test
    void showsARound() {
        Reading used = new Reading(500_000_000, 100_000_000, 4_000);
        Workload.Result echo = new Workload.Result(used, Map.of("p50", 12.34));
        assertEquals(
                "{\"mode\":\"echo\",\"adapter\":\"nio\",\"size\":16,\"count\":1000,\"round\":2,"
                        + "\"messagesPerSecond\":2000.0,\"cpuMicrosPerMessage\":100.000,"
                        + "\"allocatedBytesPerMessage\":4.0,\"latencyMicros\":{\"p50\":12.3}}",
                new PerfRound("echo", "nio", 16, 1000, 2, echo).json());
        Workload.Result publish = new Workload.Result(used, Map.of());
        assertEquals(
                "publish nio  round 1  1000 x 16 bytes  2,000 messages/s  100.00 us CPU  4 bytes allocated a message",
                new PerfRound("publish", "nio", 16, 1000, 1, publish).text());
    }

    @Test
    void showsASummary() {
        PublishSummary summary = new PublishSummary(10, 5, 1, 3, 1, 0.5);
        assertEquals(
                "{\"published\":10,\"acked\":5,\"nacked\":1,\"returned\":3,\"unknown\":1,\"seconds\":0.500000}",
                summary.json());
        assertEquals("published 10 in 0.500 s: 5 acked, 1 nacked, 3 returned, 1 unknown", summary.text(true));
        assertEquals("published 10 in 0.500 s: 3 returned", summary.text(false));
    }
}
