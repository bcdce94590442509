// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.terminal.CommandFailedException;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class MessageFilterTest {
    private static final BasicProperties PROPERTIES = BasicProperties.builder()
            .headers(FieldTable.builder()
                    .put("type", FieldValue.string("order"))
                    .put("n", FieldValue.int32(5))
                    .put("long", FieldValue.int64(5))
                    .put("yes", FieldValue.bool(true))
                    .put("odd", FieldValue.string("I:5"))
                    .put("octets", FieldValue.bytes(new byte[] {0, -1}))
                    .put("empty", FieldValue.string(""))
                    .build())
            .build();

    private static MessageFilter filter(String... arguments) {
        MessageFilter filter = new MessageFilter();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("f", CommandLine.Model.CommandSpec.forAnnotatedObject(filter)))
                .parseArgs(arguments);
        return filter;
    }

    private static boolean matches(BasicProperties properties, String... arguments) {
        return filter(arguments).matches("orders.eu", properties, "héllo 42".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothingGivenMeansEveryMessage() {
        assertTrue(matches(PROPERTIES));
        assertTrue(filter().matches("", BasicProperties.EMPTY, new byte[] {-1}));
    }

    @ParameterizedTest
    @CsvSource({
        "type=order, true",
        "type=orders, false",
        "type=S:order, true",
        "absent=, false",
        "empty=, true",
        "n=5, true",
        "n=I:5, true",
        "n=I:6, false",
        "n=l:5, false",
        "long=l:5, true",
        "long=5, true",
        "yes=true, true",
        "yes=t:true, true",
        "odd=I:5, true",
        "octets=x:00ff, true",
        "octets=0x00ff, true",
        "n=Z:5, false",
        "n=I:x, false"
    })
    void headersAreComparedAsTextOrWithTheirType(String header, boolean expected) {
        assertEquals(expected, matches(PROPERTIES, "--header", header));
    }

    @Test
    void everythingGivenMustHold() {
        assertTrue(matches(
                PROPERTIES,
                "--header=n=5",
                "--header=type=order",
                "--body-matches=^h.llo",
                "--routing-key-matches=\\.eu$"));
        assertFalse(matches(PROPERTIES, "--header=n=5", "--header=type=x"));
        assertFalse(matches(PROPERTIES, "--header=n=5", "--body-matches=^42"));
        assertFalse(matches(PROPERTIES, "--routing-key-matches=^eu"));
    }

    @Test
    void theFirstDeathCounts() {
        BasicProperties twice = deaths(FieldTable.builder(), death("retry", "expired"), death("orders", "rejected"));
        assertTrue(matches(twice, "--death-reason=rejected"));
        assertFalse(matches(twice, "--death-reason=expired"));
        assertFalse(matches(PROPERTIES, "--death-reason=rejected"));
    }

    @Test
    void theNamedFirstDeathCountsBeforeTheOrder() {
        FieldTable.Builder named =
                FieldTable.builder().put("x-first-death-queue", "orders").put("x-first-death-reason", "rejected");
        BasicProperties again = deaths(named, death("orders", "rejected"), death("retry", "expired"));
        assertEquals(Optional.of(new FirstDeath("orders", "shop", "key", "rejected")), FirstDeath.of(again));
        assertTrue(matches(again, "--death-reason=rejected"));
    }

    @Test
    void whatIsNoListOfDeathsIsNone() {
        for (FieldValue odd : List.of(
                FieldValue.string("dead"), FieldValue.array(List.of()), FieldValue.array(List.of(FieldValue.VOID)))) {
            FieldTable headers = FieldTable.builder().put("x-death", odd).build();
            assertEquals(
                    Optional.empty(),
                    FirstDeath.of(BasicProperties.builder().headers(headers).build()));
        }
        BasicProperties empty = deaths(FieldTable.builder(), FieldTable.EMPTY);
        assertEquals(Optional.of(new FirstDeath("", "", "", "")), FirstDeath.of(empty));
    }

    private static FieldTable death(String queue, String reason) {
        return FieldTable.builder()
                .put("queue", queue)
                .put("exchange", "shop")
                .put("routing-keys", FieldValue.array(List.of(FieldValue.string("key"))))
                .put("reason", reason)
                .build();
    }

    private static BasicProperties deaths(FieldTable.Builder headers, FieldTable... deaths) {
        headers.put(
                "x-death",
                FieldValue.array(List.of(deaths).stream().map(FieldValue::table).toList()));
        return BasicProperties.builder().headers(headers.build()).build();
    }

    @Test
    void malformedHeadersAreNone() {
        BasicProperties malformed = BasicProperties.builder()
                .headers(FieldTable.ofOctets(new byte[] {1, 'n', 'Z', 0}))
                .build();
        assertFalse(matches(malformed, "--header=n=5"));
        assertFalse(matches(malformed, "--death-reason=rejected"));
        assertTrue(matches(malformed, "--body-matches=llo"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--header n            | \"n\" is not NAME=VALUE",
                "--header =5           | \"=5\" is not NAME=VALUE",
                "--body-matches (      | \"(\" is not a regular expression: Unclosed group",
                "--routing-key-matches *x | \"*x\" is not a regular expression: Dangling meta character",
            })
    void saysWhatIsWrong(String arguments, String part) {
        var failure = assertThrows(ParameterException.class, () -> filter(arguments.split(" ")));
        assertTrue(failure.getMessage().contains(part), failure.getMessage());
    }

    @Test
    void anExpressionThatGoesTooDeepIsSaidSo() {
        byte[] body = "ab".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        var failure = assertThrows(
                CommandFailedException.class,
                () -> filter("--body-matches=^(a|b)*c").matches("", BasicProperties.EMPTY, body));
        assertTrue(failure.getMessage().contains("(a|b)*c"), failure.getMessage());
    }
}
