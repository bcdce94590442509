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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BasicPropertiesTest {
    private static final String ALL = "fffc"
            + "0174" // content type
            + "0165" // content encoding
            + "00000004 01687401" // headers
            + "02" // delivery mode
            + "09" // priority
            + "0163" // correlation id
            + "0172" // reply to
            + "023630" // expiration
            + "016d" // message id
            + "000000005f5e1000" // timestamp
            + "0179" // type
            + "0175" // user id
            + "0161" // app id
            + "016b"; // cluster id

    private static BasicProperties of(String hex) {
        return BasicProperties.ofOctets(Hex.octets(hex));
    }

    private static String written(BasicProperties properties) {
        var out = new WireWriter();
        properties.writeTo(out);
        assertEquals(properties.encodedSize(), out.position());
        return Hex.of(out.toByteArray());
    }

    private static BasicProperties.Builder all() {
        return BasicProperties.builder()
                .contentType("t")
                .contentEncoding("e")
                .headers(FieldTable.of("h", true))
                .deliveryMode(2)
                .priority(9)
                .correlationId("c")
                .replyTo("r")
                .expiration("60")
                .messageId("m")
                .timestamp(Instant.ofEpochSecond(1_600_000_000))
                .type("y")
                .userId("u")
                .appId("a")
                .clusterId("k");
    }

    @Test
    void allPropertiesDecode() {
        BasicProperties properties = of(ALL);
        assertEquals("t", properties.contentType());
        assertEquals("e", properties.contentEncoding());
        assertEquals(FieldTable.of("h", true), properties.headers());
        assertSame(properties.headers(), properties.headers());
        assertEquals(2, properties.deliveryMode());
        assertEquals(9, properties.priority());
        assertEquals("c", properties.correlationId());
        assertEquals("r", properties.replyTo());
        assertEquals("60", properties.expiration());
        assertEquals("m", properties.messageId());
        assertEquals(Instant.ofEpochSecond(1_600_000_000), properties.timestamp());
        assertEquals(1_600_000_000L, properties.timestampRaw());
        assertEquals("y", properties.type());
        assertEquals("u", properties.userId());
        assertEquals("a", properties.appId());
        assertEquals("k", properties.clusterId());
    }

    @Test
    void allPropertiesEncode() {
        assertEquals(ALL.replace(" ", ""), written(all().build()));
        assertEquals(of(ALL), all().build());
        assertEquals(of(ALL).hashCode(), all().build().hashCode());
        assertEquals(of(ALL), of(ALL).toBuilder().build());
        assertNotEquals(of(ALL), of(ALL).toBuilder().priority(8).build());
    }

    @Test
    void absentPropertiesAreNull() {
        BasicProperties properties = BasicProperties.EMPTY;
        assertNull(properties.contentType());
        assertNull(properties.contentEncoding());
        assertSame(FieldTable.EMPTY, properties.headers());
        assertNull(properties.deliveryMode());
        assertNull(properties.priority());
        assertNull(properties.correlationId());
        assertNull(properties.replyTo());
        assertNull(properties.expiration());
        assertEquals(
                "1500",
                BasicProperties.builder()
                        .expiration(Duration.ofMillis(1500))
                        .build()
                        .expiration());
        assertNull(properties.messageId());
        assertNull(properties.timestamp());
        assertNull(properties.timestampRaw());
        assertNull(properties.type());
        assertNull(properties.userId());
        assertNull(properties.appId());
        assertNull(properties.clusterId());
        assertEquals("{}", properties.toString());
    }

    @Test
    void emptyAndPersistentAreOneObjectEach() {
        assertSame(BasicProperties.EMPTY, of("0000"));
        assertSame(BasicProperties.EMPTY, of("000054000000"));
        assertSame(BasicProperties.EMPTY, BasicProperties.builder().build());
        assertSame(BasicProperties.persistent(), BasicProperties.persistent());
        assertEquals("100002", written(BasicProperties.persistent()));
    }

    @Test
    void onlyWhatIsThereTakesRoom() {
        BasicProperties properties =
                BasicProperties.builder().clusterId("id").timestampRaw(1).build();
        assertEquals("0044" + "0000000000000001" + "026964", written(properties));
    }

    @Test
    void paddingDoesNoHarm() {
        assertEquals(2, of("1000 02 54000000").deliveryMode());
        assertNull(of("1000 02 54000000").priority());
    }

    @Test
    void furtherFlagWordsAreSkipped() {
        BasicProperties properties = of("1001 ffff 8000 02");
        assertEquals(2, properties.deliveryMode());
        assertThrows(WireException.class, () -> of("1001 0001").deliveryMode());
    }

    @Test
    void malformedPropertiesFailOnlyThoseWhoAsk() {
        BasicProperties properties = of("1c00 02 09 ff61"); // the correlation id breaks off
        assertEquals(2, properties.deliveryMode());
        assertEquals(9, properties.priority());
        assertNull(properties.messageId());
        assertEquals(
                ReplyCode.SYNTAX_ERROR,
                assertThrows(WireException.class, properties::correlationId).replyCode());
        assertThrows(WireException.class, properties::toBuilder);
        assertTrue(properties.toString().contains("malformed"), properties.toString());
        assertEquals("1c000209ff61", written(properties));
        assertThrows(WireException.class, () -> of("2000 ffffffff 00").headers());
        assertThrows(WireException.class, () -> of("3000 ffffffff 00").deliveryMode());
        assertThrows(WireException.class, () -> of("00"));
    }

    @Test
    void malformedHeadersFailOnlyThoseWhoAskForEntries() {
        BasicProperties properties = of("3000" + TableVectors.UNKNOWN_TYPE + "02");
        assertEquals(2, properties.deliveryMode());
        FieldTable headers = properties.headers();
        assertThrows(WireException.class, headers::entries);
        assertEquals(properties, properties.toBuilder().build());
    }

    @Test
    void timestampOutOfRangeIsCut() {
        BasicProperties properties = of("0040 7fffffffffffffff");
        assertEquals(Long.MAX_VALUE, properties.timestampRaw());
        assertEquals(Instant.MAX, properties.timestamp());
        assertEquals("{timestamp=9223372036854775807}", properties.toString());
        assertEquals(properties, properties.toBuilder().build());
    }

    @Test
    void matchesExactlyItsOctets() {
        byte[] octets = Hex.octets("aaaa" + ALL + "bb");
        BasicProperties properties = of(ALL);
        int length = properties.encodedSize();
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        assertTrue(properties.matches(buffer, 2, length));
        assertTrue(properties.matches(buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN), 2, length));
        assertFalse(properties.matches(buffer, 2, length + 1));
        assertFalse(properties.matches(buffer, 1, length));
        for (int i = 2; i < 2 + length; i++) {
            octets[i] ^= 1;
            assertFalse(properties.matches(buffer, 2, length));
            octets[i] ^= 1;
        }
        assertEquals(properties, BasicProperties.ofOctets(buffer, 2, length));
    }

    @Test
    void valuesOutOfRangeAreRefusedByName() {
        var builder = BasicProperties.builder();
        var priority = assertThrows(IllegalArgumentException.class, () -> builder.priority(256));
        assertTrue(priority.getMessage().contains("priority"), priority.getMessage());
        assertThrows(IllegalArgumentException.class, () -> builder.deliveryMode(-1));
        assertEquals(
                "type",
                assertThrows(NullPointerException.class, () -> builder.type(null))
                        .getMessage());
        builder.correlationId("é".repeat(127) + "x");
        builder.build();
        builder.correlationId("é".repeat(128));
        var tooLong = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(tooLong.getMessage().contains("correlation-id"), tooLong.getMessage());
        assertTrue(tooLong.getMessage().contains("256"), tooLong.getMessage());
    }

    @Test
    void textFormNamesWhatIsThere() {
        assertEquals(
                "{headers={h=true}, delivery-mode=2, correlation-id=c}",
                BasicProperties.builder()
                        .correlationId("c")
                        .deliveryMode(2)
                        .headers(FieldTable.of("h", true))
                        .build()
                        .toString());
    }
}
