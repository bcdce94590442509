// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.terminal.JsonText;
import amqp.codec.FieldTable;
import amqp.codec.FieldType;
import amqp.codec.FieldValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderArgumentTest {

    static List<Arguments> valid() {
        return List.of(
                Arguments.of("t:true", FieldValue.bool(true)),
                Arguments.of("t:false", FieldValue.bool(false)),
                Arguments.of("b:-128", FieldValue.int8(-128)),
                Arguments.of("B:255", FieldValue.uint8(255)),
                Arguments.of("s:-32768", FieldValue.int16(-32768)),
                Arguments.of("u:65535", FieldValue.uint16(65535)),
                Arguments.of("I:-2147483648", FieldValue.int32(Integer.MIN_VALUE)),
                Arguments.of("i:4294967295", FieldValue.uint32(4294967295L)),
                Arguments.of("l:-9223372036854775808", FieldValue.int64(Long.MIN_VALUE)),
                Arguments.of("L:5", FieldValue.int64(5)),
                Arguments.of("f:0.1", FieldValue.float32(0.1f)),
                Arguments.of("d:1e300", FieldValue.float64(1e300)),
                Arguments.of("D:1.50", FieldValue.decimal(new BigDecimal("1.50"))),
                Arguments.of("S:text=with:both", FieldValue.string("text=with:both")),
                Arguments.of("S:", FieldValue.string("")),
                Arguments.of("x:00ff", FieldValue.bytes(new byte[] {0, -1})),
                Arguments.of("T:1293839939", FieldValue.timestampSeconds(1293839939)),
                Arguments.of("T:2010-12-31T23:58:59Z", FieldValue.timestampSeconds(1293839939)),
                Arguments.of("T:-1", FieldValue.timestampSeconds(-1)),
                Arguments.of("V:", FieldValue.VOID),
                Arguments.of(
                        "F:{\"a\": 1, \"b\": {\"type\":\"B\",\"value\":2}}",
                        FieldValue.table(FieldTable.builder()
                                .put("a", 1)
                                .put("b", FieldValue.uint8(2))
                                .build())),
                Arguments.of(
                        "A:[1, 3000000000, 1e3, 1e20, 1.5, \"x\", true, null, [], {}]",
                        FieldValue.array(List.of(
                                FieldValue.int32(1),
                                FieldValue.int64(3000000000L),
                                FieldValue.int32(1000),
                                FieldValue.float64(1e20),
                                FieldValue.float64(1.5),
                                FieldValue.string("x"),
                                FieldValue.bool(true),
                                FieldValue.VOID,
                                FieldValue.array(List.of()),
                                FieldValue.table(FieldTable.EMPTY)))));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void parses(String text, FieldValue expected) {
        assertEquals(new HeaderArgument("n", expected), HeaderArgument.parse("--header", "n=" + text));
    }

    @Test
    void everyTypeIsTested() {
        var tested = valid().stream().map(arguments -> ((FieldValue) arguments.get()[1]).type());
        assertEquals(Stream.of(FieldType.values()).collect(Collectors.toSet()), tested.collect(Collectors.toSet()));
    }

    /** What consume shows can be given to publish. */
    @ParameterizedTest
    @MethodSource("valid")
    void readsItsOwnJson(String text, FieldValue value) {
        String json = JsonText.of(FieldJson.of(FieldTable.of("n", value)));
        assertEquals(FieldTable.of("n", value), FieldText.parse('F', json).asTable());
    }

    @Test
    void readsOctetsThatAreNoText() {
        FieldValue value = FieldValue.string(new byte[] {'a', -1});
        String json = JsonText.of(FieldJson.of(value));
        assertEquals("{\"type\":\"S\",\"base64\":\"Yf8=\"}", json);
        assertEquals(List.of(value), FieldText.parse('A', "[" + json + "]").asList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n                 | NAME=LETTER:VALUE",
                "=I:5              | NAME=LETTER:VALUE",
                "n=5               | NAME=LETTER:VALUE",
                "n=I5              | NAME=LETTER:VALUE",
                "n=Z:5             | no type with the letter Z; known are t b B s u I i l f d D S x A T F V",
                "n=t:yes           | neither true nor false",
                "n=b:128           | -128 to 127",
                "n=B:-1            | 0 to 255",
                "n=s:32768         | -32768 to 32767",
                "n=u:65536         | 0 to 65535",
                "n=I:2147483648    | not within 32 bits",
                "n=b:2147483648    | not within 32 bits",
                "n=i:-1            | 0 to 4294967295",
                "n=l:9223372036854775808 | not a whole number",
                "n=I:five          | \"five\" is not a whole number",
                "n=f:1e39          | too large",
                "n=d:1e309         | too large",
                "n=f:-Infinity     | -Infinity is refused: RabbitMQ closes the connection",
                "n=d:NaN           | NaN is refused: RabbitMQ closes the connection",
                "n=A:[{\"type\":\"d\",\"value\":\"NaN\"}] | NaN is refused",
                "n=A:[1e309]       | too large",
                "n=d:one           | not a number",
                "n=D:one           | not a decimal number",
                "n=D:12345678901   | does not fit",
                "n=x:0             | hexadecimal",
                "n=x:zz            | hexadecimal",
                "n=T:yesterday     | seconds since 1970",
                "n=V:5             | has no value",
                "n=F:[]            | JSON object",
                "n=A:{}            | JSON array",
                "n=F:{\"a\"}       | Unexpected character ('}'): was expecting a colon",
                "n=F:{\"a\":1      | it ends early",
                "n=A:[1] x         | Unrecognized token 'x'",
                "n=A:[01]          | Leading zeroes",
                "n=A:[\"\\q\"]     | Unrecognized character escape 'q'",
                "n=A:[\"abc        | it ends early",
                "n=A:[{\"type\":\"Z\",\"value\":1}] | no type with the letter Z",
            })
    void saysWhatIsWrong(String argument, String sentence) {
        var failure = assertThrows(IllegalArgumentException.class, () -> HeaderArgument.parse("--header", argument));
        assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
        assertTrue(failure.getMessage().contains("\"" + argument + "\""), failure.getMessage());
    }

    @Test
    void refusesDeepNesting() {
        String deep = "[".repeat(100_000);
        var failure = assertThrows(IllegalArgumentException.class, () -> FieldText.parse('A', deep));
        assertTrue(failure.getMessage().contains("nesting depth (101)"), failure.getMessage());
    }

    @Test
    void readsEscapes() {
        String text = FieldText.parse('A', "[\"\\u00e9\\n\\t\\\"\\\\\\/\\b\\f\\r\"]")
                .asList()
                .get(0)
                .asString();
        assertEquals("é\n\t\"\\/\b\f\r", text);
    }
}
