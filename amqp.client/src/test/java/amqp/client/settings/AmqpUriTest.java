// SPDX-License-Identifier: MPL-2.0
package amqp.client.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmqpUriTest {
    private static AmqpUri parse(String uri) {
        return AmqpUri.parse(uri);
    }

    private static List<HostPort> one(String host, int port) {
        return List.of(new HostPort(host, port));
    }

    @Test
    void hasEveryPart() {
        assertEquals(
                new AmqpUri(
                        true,
                        "user",
                        "pass",
                        one("broker.example", 5000),
                        "orders",
                        Map.of("heartbeat", "10", "name", "a b")),
                parse("amqps://user:pass@broker.example:5000/orders?heartbeat=10&name=a%20b"));
    }

    @Test
    void hasDefaults() {
        assertEquals(new AmqpUri(false, "", "", one("host", 5672), "/", Map.of()), parse("amqp://host"));
        assertEquals(new AmqpUri(true, "", "", one("host", 5671), "/", Map.of()), parse("AMQPS://host/"));
        assertEquals("user", parse("amqp://user@host").username());
    }

    @Test
    void decodesPercentSignsOnly() {
        AmqpUri uri = parse("amqp://us%3Aer:p%40s%2Fs+%C3%A9@host/%2Fa%2fb");
        assertEquals("us:er", uri.username());
        assertEquals("p@s/s+é", uri.password());
        assertEquals("/a/b", uri.virtualHost());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "amqp://u:SECRET@h1,u2:SECRET@h2 before",
                "amqp://u:SECRET@h1,u2@h2 before",
                "amqp://h1,u:SECRET@h2 before",
                "amqp://u:SEC@RET@host %40",
                "amqp://u:SEC,RET@host %2C",
                "amqp://u:SEC:RET@host %3A",
                "amqp://u:SECRET@host/v#x %23",
                "amqp://u:SECRET@host?name=x#y %23",
                "amqp://u:SECRET@host/%ff UTF-8",
                "amqp://%C3:SECRET@host UTF-8",
                "amqp://u:SECRET%c0%80@host UTF-8",
                "amqp://u:SECRET@host?name=%ed%a0%80 UTF-8",
            })
    void whatCouldBeMeantInTwoWaysIsRefused(String uri, String expected) {
        saysWhatIsWrongWithoutThePassword(uri, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp://", "amqps://", "amqp:///vhost", "amqp://?name=x", "amqp://:5672", "amqp://a,,b/v"})
    void aMissingHostIsSaidWithTheUri(String uri) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> parse(uri)).getMessage();
        String shown = uri.replaceFirst("\\?.*", "?***");
        assertTrue(message.contains('"' + shown + '"') && message.contains("host is missing"), message);
    }

    @Test
    void whiteSpaceAroundItIsNoPartOfIt() {
        assertEquals("v", parse("amqp://host/v \n").virtualHost());
        assertEquals("x", parse("\tamqp://host/v?name=x ").parameters().get("name"));
        assertEquals("v ", parse("amqp://host/v%20").virtualHost());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://u:SECRET@host/a\tb",
                "amqp://u:SECRET@ho\nst",
                "amqp://u:SEC RET@host?a=SEC\nRET",
                "amqp://u:SECRET@host/v\u00a0",
                "amqp://u:SECRET@host/v\u200b",
                "amqp://u:SECRET@ho\u202est"
            })
    void whiteSpaceWithinItIsRefused(String uri) {
        saysWhatIsWrongWithoutThePassword(uri, "%20");
    }

    @Test
    void hostsAreDecodedAfterTheyWereToldApart() {
        assertEquals(one("a,b:c", 5672), parse("amqp://a%2Cb%3Ac").addresses());
        assertEquals(one("fe80::1%eth0", 7), parse("amqp://[fe80::1%25eth0]:7").addresses());
    }

    @Test
    void readsAddresses() {
        assertEquals(one("::1", 5672), parse("amqp://[::1]").addresses());
        assertEquals(one("fe80::1", 99), parse("amqp://u:p@[fe80::1]:99/x").addresses());
        assertEquals(one("my_host", 1), parse("amqp://my_host:1").addresses());
        assertEquals(
                List.of(new HostPort("a", 5672), new HostPort("::1", 7), new HostPort("c", 65535)),
                parse("amqp://a,[::1]:7,c:65535/").addresses());
    }

    @Test
    void takesSeveralUris() {
        AmqpUri all = AmqpUri.parseAll(List.of("amqp://u:p@a/v", "amqp://u:p@b:1,c:2/v"));
        assertEquals(List.of(new HostPort("a", 5672), new HostPort("b", 1), new HostPort("c", 2)), all.addresses());
        assertEquals(
                2,
                AmqpUri.parseAll(List.of("amqp://a", "amqp://guest:guest@b"))
                        .addresses()
                        .size());
        assertThrows(IllegalArgumentException.class, () -> AmqpUri.parseAll(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqps://u:p@b/v", "amqp://u:q@b/v", "amqp://u:p@b/w", "amqp://u:p@b/v?heartbeat=1"})
    void severalUrisDifferInNothingElse(String other) {
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> AmqpUri.parseAll(List.of("amqp://u:p@a/v", other)));
        assertTrue(failure.getMessage().contains("it differs from the first one in its "), failure.getMessage());
        assertFalse(failure.getMessage().contains(":q@"), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "http://guest:SECRET@host begin",
                "guest:SECRET@host begin",
                "amqp:guest:SECRET@host begin",
                "amqp:/guest:SECRET@host begin",
                "amqp://guest:SECRET@ host",
                "amqp://guest:SECRET@a,,b host",
                "amqp://guest:SECRET@:5672 host",
                "amqp://guest:SECRET@[::1 ]",
                "amqp://guest:SECRET@[::1]x ]",
                "amqp://guest:SECRET@host:x port",
                "amqp://guest:SECRET@host:0 port",
                "amqp://guest:SECRET@host:65536 port",
                "amqp://guest:SECRET@host:+1 port",
                "amqp://guest:SECRET@fe80::1 port",
                "amqp://guest:SECRET port",
                "amqp://guest:SECRET/vhost port",
                "amqp://guest:SECRET/a/b %2F",
                "amqp://guest:SEC/RET@host %2F",
                "amqp://guest:SECRET@host/a/b %2F",
                "amqp://guest:SECRET%40x@host/a/b %2F",
                "amqp://guest:SECRET%zz@host percent",
                "amqp://guest:SECRET@host/%f percent",
                "amqp://guest:SECRET@host?heartbeat name=value",
                "amqp://guest:SECRET@host?=1 name=value",
                "amqp://guest:SECRET?x@host name=value",
                "amqp://guest:SECRET@host?name=a&name=b twice",
            })
    void saysWhatIsWrongWithoutThePassword(String uri, String expected) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> parse(uri)).getMessage();
        assertTrue(message.contains(expected), message);
        assertFalse(message.contains("SEC") || message.contains("RET"), message);
    }

    @Test
    void showsNoSecret() {
        assertEquals("amqp://[host:5672]/v", parse("amqp://u:SECRET@host/v").toString());
    }
}
