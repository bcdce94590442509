// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
    @Test
    void writesWhatIsHarmlessOnATerminal() {
        String text = "\"\\/\n\r\t\0\u001f\u007f\u2028\u009b\u00e9\uD83D\uDE00\udcff";
        String json = JsonText.of(text);
        assertEquals("\"\\\"\\\\/\\n\\r\\t\\u0000\\u001F\\u007f\\u2028\\u009b\u00e9\uD83D\uDE00\\udcff\"", json);
        assertEquals(text, JsonText.read(json));
    }

    @Test
    void writesNullAndWhatIsNested() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("a", Arrays.asList(1, "x", Map.of(), List.of(), null));
        members.put("b", null);
        members.put("c", 0.1f);
        members.put("d", new BigDecimal("1.50"));
        assertEquals("{\"a\":[1,\"x\",{},[],null],\"b\":null,\"c\":0.1,\"d\":1.50}", JsonText.of(members));
    }

    @Test
    void roundsNumbers() {
        assertEquals(
                "[1.3,1000000000.000,null,null]",
                JsonText.of(Arrays.asList(
                        JsonText.rounded(1.25, 1),
                        JsonText.rounded(1e9, 3),
                        JsonText.rounded(Double.NaN, 1),
                        JsonText.rounded(Double.POSITIVE_INFINITY, 0))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"b\":1,\"a\": {\"x\" : [ 1.0,  2e3 ]} ,\"c\":2}` | `{\"x\" : [ 1.0,  2e3 ]}` | `{b=1, c=2}`",
                "`{\"a\":\"\\u00e9\"}`  | `\"\\u00e9\"` | {}",
                "`{\"a\": 1E+5 }`      | 1E+5           | {}",
                "`{\"a\":null,\"b\":1}` | null           | {b=1}",
                "`{\"b\":{\"a\":1}}`    |                | `{b={a=1}}`",
            })
    void keepsAMemberAsItIsWritten(String json, String verbatim, String others) {
        JsonText.Members read = JsonText.readObject(json, "a");
        assertEquals(Optional.ofNullable(verbatim), read.verbatim());
        assertEquals(others, read.others().toString());
    }

    @Test
    void keepsALongMember() {
        String value = "[" + "\"\u00e9 x\", ".repeat(50_000) + "1]";
        String json = "{\"b\":\"" + "y".repeat(70_000) + "\",\"a\":" + value + ",\"c\":1}";
        assertEquals(value, JsonText.readObject(json, "a").verbatim().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``               | it ends early",
                "`{`              | it ends early",
                "`{\"a\":1`       | it ends early",
                "`{\"a\"}`        | Unexpected character ('}'): was expecting a colon to separate property name and value (character 5)",
                "`[01]`           | Invalid numeric value: Leading zeroes not allowed (character 3)",
                "`[1] x`          | Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false') (character 5)",
                "`[1] 2`          | something follows its end",
                "`[\"\\q\"]`      | Unrecognized character escape 'q' (character 4)",
                "`[\"abc`         | it ends early",
                "`{\"a\":1,\"a\":2}` | Duplicate Object property \"a\" (character 11)",
                "`{a:1}`          | Unexpected character ('a'): was expecting double-quote to start property name (character 2)",
                "`nul`            | Unrecognized token 'nul': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false') (character 1)",
            })
    void saysWhatIsWrong(String json, String sentence) {
        var failure = assertThrows(IllegalArgumentException.class, () -> JsonText.read(json));
        assertEquals("this is not JSON: " + sentence, failure.getMessage());
    }

    @Test
    void refusesDeepNesting() {
        String deep = "[".repeat(100_000);
        var failure = assertThrows(IllegalArgumentException.class, () -> JsonText.read(deep));
        assertEquals(
                "this JSON is beyond a limit: Document nesting depth (101) exceeds the maximum allowed (100)",
                failure.getMessage());
    }
}
