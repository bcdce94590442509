// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.Message;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.Setup;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Headers of every type cross between this client and RabbitMQ's own, both ways. */
class HeaderInteroperabilityIT {

    @OnEveryBroker
    void headersOfEveryTypeGoOut(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            var headers = FieldTable.builder()
                    .put("t", true)
                    .put("b", FieldValue.int8(-128))
                    .put("B", FieldValue.uint8(255))
                    .put("s", FieldValue.int16(-32768))
                    .put("u", FieldValue.uint16(65535))
                    .put("I", FieldValue.int32(Integer.MIN_VALUE))
                    .put("i", FieldValue.uint32(0xffff_ffffL))
                    .put("l", FieldValue.int64(Long.MIN_VALUE))
                    .put("f", 1.5f)
                    .put("d", -2.25)
                    .put("D", new BigDecimal("-12.50"))
                    .put("S", "text \u20ac")
                    .put("x", new byte[] {0, (byte) 0xff})
                    .put("T", Instant.ofEpochSecond(1_700_000_000))
                    .put("V", null)
                    .put("A", Arrays.asList(1, "two", List.of(3L, Map.of("four", 4)), null))
                    .put("F", Map.of("inner", Map.of("deep", List.of(true))))
                    .build();
            var properties = BasicProperties.builder().headers(headers).build();
            crossing.ours().channel().publish("", crossing.queue(), Message.of(properties, new byte[0]));
            var expected = new LinkedHashMap<String, Object>();
            expected.put("t", true);
            expected.put("b", (byte) -128);
            expected.put("B", 255);
            expected.put("s", (short) -32768);
            expected.put("u", 65535);
            expected.put("I", Integer.MIN_VALUE);
            expected.put("i", 0xffff_ffffL);
            expected.put("l", Long.MIN_VALUE);
            expected.put("f", 1.5f);
            expected.put("d", -2.25);
            expected.put("D", new BigDecimal("-12.50"));
            expected.put("S", "text \u20ac");
            expected.put("x", "x00ff");
            expected.put("T", Instant.ofEpochSecond(1_700_000_000));
            expected.put("V", null);
            expected.put("A", Arrays.asList(1, "two", List.of(3L, Map.of("four", 4)), null));
            expected.put("F", Map.of("inner", Map.of("deep", List.of(true))));
            assertEquals(expected, plain(crossing.arrived().getProps().getHeaders()));
        });
    }

    @OnEveryBroker
    void headersOfEveryTypeComeIn(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            var headers = new LinkedHashMap<String, Object>();
            headers.put("t", false);
            headers.put("b", (byte) -1);
            headers.put("s", (short) -2);
            headers.put("I", Integer.MAX_VALUE);
            headers.put("l", Long.MAX_VALUE);
            headers.put("f", -0.5f);
            headers.put("d", Double.MIN_VALUE);
            headers.put("D", new BigDecimal("0.005"));
            headers.put("S", "text \u20ac");
            headers.put("x", new byte[] {1, 2, (byte) 0x80});
            headers.put("T", new Date(1_700_000_000_000L));
            headers.put("V", null);
            headers.put("A", Arrays.asList(1, "two", List.of(3L, Map.of("four", 4)), null));
            headers.put("F", Map.of("inner", Map.of("deep", List.of(true))));
            crossing.theirs()
                    .basicPublish(
                            "",
                            crossing.queue(),
                            new AMQP.BasicProperties.Builder().headers(headers).build(),
                            new byte[0]);
            FieldTable received = crossing.next().properties().headers();
            received.entries()
                    .forEach((key, value) ->
                            assertEquals(key.charAt(0), value.type().letter()));
            assertEquals(plain(headers), plain(received.toMap()));
        });
    }

    @OnEveryBroker
    void deepNestingGoesOutAndComesBack(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            Object value = "deep";
            for (int depth = 1; depth < FieldTable.MAX_DEPTH; depth++) {
                value = Map.of("k", value);
            }
            var headers = FieldTable.of("k", value);
            crossing.ours()
                    .channel()
                    .publish(
                            "",
                            crossing.queue(),
                            Message.of(
                                    BasicProperties.builder().headers(headers).build(), new byte[0]));
            GetResponse there = crossing.arrived();
            crossing.theirs().basicPublish("", crossing.queue(), there.getProps(), new byte[0]);
            assertEquals(headers, crossing.next().properties().headers());
        });
    }

    /** A millisecond count in a seconds field, and a string that is not UTF-8. */
    @OnEveryBroker
    void oddValuesFromOthersHarmNothing(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            var headers = FieldTable.builder()
                    .put("not-utf-8", FieldValue.string(new byte[] {(byte) 0xff, (byte) 0xfe}))
                    .put("before-1970", FieldValue.timestampSeconds(-1))
                    .build();
            var properties = BasicProperties.builder()
                    .timestampRaw(1_700_000_000_000L)
                    .headers(headers)
                    .build();
            crossing.ours().channel().publish("", crossing.queue(), Message.of(properties, new byte[0]));
            BasicProperties received = crossing.next().properties();
            assertEquals(1_700_000_000_000L, received.timestampRaw());
            assertEquals(-1, received.headers().get("before-1970").rawTimestamp());
            // RabbitMQ 4 gives them back in another order.
            assertEquals(headers.entries(), received.headers().entries());
        });
    }

    /** With strings, octets and times of either client in a form that can be compared. */
    private static Object plain(Object value) {
        if (value instanceof LongString text) {
            return new String(text.getBytes(), UTF_8);
        }
        if (value instanceof byte[] octets) {
            return "x" + HexFormat.of().formatHex(octets);
        }
        if (value instanceof Date date) {
            return date.toInstant();
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(
                    list.stream().map(HeaderInteroperabilityIT::plain).toList());
        }
        if (value instanceof Map<?, ?> map) {
            var result = new LinkedHashMap<Object, Object>();
            map.forEach((key, each) -> result.put(key, plain(each)));
            return result;
        }
        return value;
    }
}
