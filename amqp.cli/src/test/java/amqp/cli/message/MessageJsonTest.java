// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.cli.terminal.JsonText;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageJsonTest {
    private static String json(BasicProperties properties) {
        return JsonText.of(MessageJson.properties(properties));
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
                .put("z", FieldValue.float64(-0.0))
                .put("D", FieldValue.decimal(new BigDecimal("1.50")))
                .put("S", FieldValue.string("é\n"))
                .put("x", FieldValue.bytes(new byte[] {0, -1}))
                .put("A", FieldValue.array(List.of(FieldValue.int32(1), FieldValue.VOID)))
                .put("T", FieldValue.timestampSeconds(-1))
                .put("F", FieldValue.table(FieldTable.of(Map.of("k", "v"))))
                .put("V", FieldValue.VOID);
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
                "z":{"type":"d","value":"-0.0"},
                "D":{"type":"D","value":1.50},
                "S":{"type":"S","value":"é\\n"},
                "x":{"type":"x","value":"00ff"},
                "A":{"type":"A","value":[{"type":"I","value":1},{"type":"V","value":null}]},
                "T":{"type":"T","value":-1},
                "F":{"type":"F","value":{"k":{"type":"S","value":"v"}}},
                "V":{"type":"V","value":null}}""".replace(",\n", ","), JsonText.of(FieldJson.of(table.build())));
    }

    @Test
    void namesThatNoReaderOfJsonTakesAreBase64() {
        FieldTable table = FieldTable.builder()
                .put("a\udcff", FieldValue.int32(1))
                .put("base64:", FieldValue.int32(2))
                .put("\ud83d\ude00", FieldValue.int32(3))
                .build();
        String json = JsonText.of(FieldJson.of(table));
        assertEquals("""
                {"base64:Yf8=":{"type":"I","value":1},\
                "base64:YmFzZTY0Og==":{"type":"I","value":2},\
                "\ud83d\ude00":{"type":"I","value":3}}""", json);
        assertEquals(table, JsonField.table(JsonText.read(json)));
        Map<String, ?> wrong = Map.of("base64:!", 1);
        assertEquals(
                "the name \"base64:!\" is not Base64 after its prefix",
                assertThrows(IllegalArgumentException.class, () -> JsonField.table(wrong))
                        .getMessage());
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
                "timestamp":-1,"type":"t","userId":"u","appId":"a","clusterId":"k"}""", json(properties));
        assertEquals("{}", json(BasicProperties.EMPTY));
    }

    @Test
    void malformedPropertiesAreSaidToBeSo() {
        BasicProperties broken = BasicProperties.ofOctets(HexFormat.of().parseHex("8000ff61"));
        String json = json(broken);
        assertEquals("{\"malformed\":", json.substring(0, 13), json);
    }
}
