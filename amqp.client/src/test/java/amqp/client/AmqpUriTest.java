// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
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

    private static List<Address> one(String host, int port) {
        return List.of(new Address(host, port));
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

    @Test
    void takesAnAtSignWithinThePassword() {
        assertEquals("p@ss", parse("amqp://u:p@ss@host").password());
    }

    @Test
    void readsAddresses() {
        assertEquals(one("::1", 5672), parse("amqp://[::1]").addresses());
        assertEquals(one("fe80::1", 99), parse("amqp://u:p@[fe80::1]:99/x").addresses());
        assertEquals(one("my_host", 1), parse("amqp://my_host:1").addresses());
        assertEquals(
                List.of(new Address("a", 5672), new Address("::1", 7), new Address("c", 65535)),
                parse("amqp://a,[::1]:7,c:65535/").addresses());
        assertEquals("[::1]:7", new Address("::1", 7).toString());
    }

    @Test
    void takesSeveralUris() {
        AmqpUri all = AmqpUri.parseAll(List.of("amqp://u:p@a/v", "amqp://u:p@b:1,c:2/v"));
        assertEquals(List.of(new Address("a", 5672), new Address("b", 1), new Address("c", 2)), all.addresses());
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
                "amqp://guest:SECRET@x@host/a/b %2F",
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

    @ParameterizedTest
    @CsvSource({
        "heartbeet=1, heartbeet",
        "heartbeat=soon, heartbeat",
        "heartbeat=65536, heartbeat",
        "connection_timeout=0, connection_timeout",
        "channel_max=-1, channel_max",
        "channel_max=65536, channel_max",
        "frame_max=100, frame_max",
        "frame_max=4294967296, frame_max",
        "cacertfile=/ca.pem, cacertfile",
    })
    void namesTheParameterThatIsWrong(String parameter, String expected) {
        IllegalArgumentException failure = assertThrows(
                IllegalArgumentException.class, () -> ConnectionOptions.ofUri("amqp://u:SECRET@host?" + parameter));
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
        assertFalse(failure.getMessage().contains("SECRET"), failure.getMessage());
    }

    @Test
    void certificateAndKeyComeTogether() {
        assertThrows(
                IllegalArgumentException.class, () -> ConnectionOptions.ofUri("amqps://host?certfile=/client.pem"));
    }

    @Test
    void setsTheOptions() {
        ConnectionOptions options = ConnectionOptions.ofUris(List.of(
                "amqps://me:secret@a/v?heartbeat=5&connection_timeout=1500&channel_max=9&frame_max=8192"
                        + "&auth_mechanism=AMQPLAIN,PLAIN&name=it&adapter=nio",
                "amqps://me:secret@b/v?heartbeat=5&connection_timeout=1500&channel_max=9&frame_max=8192"
                        + "&auth_mechanism=AMQPLAIN,PLAIN&name=it&adapter=nio"));
        assertEquals(List.of(new Address("a", 5671), new Address("b", 5671)), options.addresses());
        assertEquals("v", options.virtualHost());
        assertEquals(
                new amqp.connection.Tuning(9, 8192, 5), options.engineOptions().tuning());
        assertEquals(List.of("AMQPLAIN", "PLAIN"), options.engineOptions().mechanismWishes());
        assertEquals(
                Duration.ofMillis(1500),
                options.endpoint(options.addresses().get(0)).connectTimeout());
        assertTrue(options.endpoint(options.addresses().get(0)).tls().enabled());
    }

    @Test
    void showsNoSecret() {
        assertEquals("amqp://[host:5672]/v", parse("amqp://u:SECRET@host/v").toString());
    }
}
