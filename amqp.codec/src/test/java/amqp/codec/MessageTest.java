// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.octets.Allocations;
import amqp.octets.Hex;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MessageTest {
    private static final byte[] ARRAY = "..hello..".getBytes(UTF_8);

    private final Message slice = Message.of(ARRAY, 2, 5);

    @Test
    void aBodyThatIsMissingIsNamed() {
        List<Executable> calls = List.of(
                () -> Message.of((byte[]) null), () -> Message.of((ByteBuffer) null), () -> Message.of((String) null));
        for (var call : calls) {
            assertEquals("body", assertThrows(NullPointerException.class, call).getMessage());
        }
    }

    @Test
    void setsEachProperty() {
        var properties = Message.of("x")
                .contentType("t")
                .contentEncoding("e")
                .headers(Map.of("h", true))
                .deliveryMode(1)
                .priority(9)
                .correlationId("c")
                .replyTo("r")
                .expiration("60")
                .messageId("m")
                .timestamp(Instant.ofEpochSecond(1_600_000_000, 999))
                .type("y")
                .userId("u")
                .appId("a")
                .properties();
        assertEquals(
                BasicProperties.builder()
                        .contentType("t")
                        .contentEncoding("e")
                        .headers(FieldTable.of("h", true))
                        .deliveryMode(1)
                        .priority(9)
                        .correlationId("c")
                        .replyTo("r")
                        .expiration("60")
                        .messageId("m")
                        .timestamp(Instant.ofEpochSecond(1_600_000_000))
                        .type("y")
                        .userId("u")
                        .appId("a")
                        .build(),
                properties);
        assertEquals(BasicProperties.persistent(), Message.of("x").persistent().properties());
    }

    @Test
    void eachStepLeavesTheOneBeforeAsItWas() {
        var plain = Message.of("x");
        var json = plain.contentType("application/json");
        var first = json.header("attempt", 1);
        var second = first.header("attempt", 2).header("of", 3);
        var other = json.contentType("text/json");
        assertSame(BasicProperties.EMPTY, plain.properties());
        assertEquals(BasicProperties.builder().contentType("application/json").build(), json.properties());
        assertEquals("text/json", other.properties().contentType());
        assertEquals(Map.of("attempt", 1), first.properties().headers().toMap());
        assertEquals(
                Map.of("attempt", 2, "of", 3), second.properties().headers().toMap());
        assertEquals("application/json", second.properties().contentType());
        assertSame(second.properties(), second.properties());
        assertSame(plain.body(), second.body());
    }

    @Test
    void completesPropertiesThatWereGiven() {
        var given = BasicProperties.builder().messageId("m").clusterId("k").build();
        var message = Message.of(given, ARRAY);
        assertSame(given, message.properties());
        assertEquals(given.toBuilder().priority(3).build(), message.priority(3).properties());
    }

    @Test
    void expiresInMilliseconds() {
        assertEquals(
                "1500",
                Message.of("x").expiration(Duration.ofMillis(1500)).properties().expiration());
        assertEquals(
                "0",
                Message.of("x")
                        .expiration(Duration.ofNanos(999_999))
                        .properties()
                        .expiration());
        refused(() -> Message.of("x").expiration(Duration.ofNanos(-1)));
    }

    @Test
    void refusesAtOnceWhatCantBeSent() {
        var long256 = "x".repeat(256);
        var message = Message.of("x");
        refused(() -> message.contentType(long256));
        refused(() -> message.correlationId("é".repeat(128)));
        refused(() -> message.header(long256, 1));
        refused(() -> message.header("k", new Object()));
        refused(() -> message.priority(256));
        refused(() -> message.deliveryMode(-1));
        assertThrows(NullPointerException.class, () -> message.type(null));
        assertThrows(NullPointerException.class, () -> Message.of((byte[]) null));
        assertThrows(NullPointerException.class, () -> Message.of(null, ARRAY));
        assertEquals(
                255, message.replyTo("x".repeat(255)).properties().replyTo().length());
    }

    @Test
    void givenArrayIsTheBody() {
        byte[] body = {1, 2};
        assertSame(body, Message.of(body).body());
        assertSame(body, Message.of(BasicProperties.persistent(), body).bodyArray());
        assertEquals(2, Message.of(body).bodySize());
        assertEquals(0, Message.of(new byte[0]).bodySize());
    }

    @Test
    void partOfAnArrayIsTheBody() {
        assertEquals(5, slice.bodySize());
        assertEquals("hello", slice.text());
        assertArrayEquals("hello".getBytes(UTF_8), slice.body());
        assertSame(ARRAY, slice.bodyArray());
        assertEquals(2, slice.bodyOffset());
        assertEquals(ByteBuffer.wrap("hello".getBytes(UTF_8)), slice.bodyBuffer());
        assertThrows(ReadOnlyBufferException.class, () -> slice.bodyBuffer().put((byte) 0));
        assertSame(
                BasicProperties.persistent(),
                Message.of(BasicProperties.persistent(), ARRAY, 2, 5).properties());
        for (int[] range : List.of(new int[] {0, 10}, new int[] {-1, 2}, new int[] {5, 5}, new int[] {0, -1})) {
            assertThrows(IndexOutOfBoundsException.class, () -> Message.of(ARRAY, range[0], range[1]));
        }
    }

    @Test
    void remainingBytesOfABufferAreCopied() {
        byte[] bytes = "..hello..".getBytes(UTF_8);
        var buffer = ByteBuffer.wrap(bytes).position(2).limit(7);
        var message = Message.of(buffer);
        bytes[2] = 'x';
        assertEquals("hello", message.text());
        assertEquals(2, buffer.position());
        var direct = ByteBuffer.allocateDirect(5).put("hello".getBytes(UTF_8)).flip();
        assertEquals(message, Message.of(direct));
    }

    @Test
    void textIsUtf8() {
        assertArrayEquals("é".getBytes(UTF_8), Message.of("é").body());
        assertEquals("é", Message.of("é").text());
        assertEquals("\uFFFD", Message.of(new byte[] {(byte) 0xff}).text());
    }

    @Test
    void copyHasABodyOfItsOwn() {
        byte[] body = "..hello..".getBytes(UTF_8);
        var message = Message.of(body, 2, 5).persistent();
        var copy = message.copy();
        assertEquals(message, copy);
        body[2] = 'x';
        assertEquals("hello", copy.text());
        assertEquals(5, copy.bodyArray().length);
        assertSame(message.properties(), copy.properties());
        assertNotSame(Message.of(body).copy().body(), body);
    }

    @Test
    void equalByPropertiesAndBytes() {
        var whole = Message.of("hello");
        assertEquals(whole, slice);
        assertEquals(whole.hashCode(), slice.hashCode());
        assertEquals(whole.persistent(), Message.of(BasicProperties.persistent(), ARRAY, 2, 5));
        assertEquals(whole.persistent().hashCode(), slice.persistent().hashCode());
        assertNotEquals(whole, whole.persistent());
        assertNotEquals(whole, Message.of("hallo"));
        assertNotEquals(whole, Message.of("hello!"));
        assertFalse(whole.equals(null));
    }

    @Test
    void showsPropertiesAndSizeButNotTheBody() {
        assertEquals("Message[{priority=3}, 5 bytes]", slice.priority(3).toString());
    }

    @Test
    void malformedPropertiesShowWhenOneIsAdded() {
        var message = Message.of(BasicProperties.ofOctets(Hex.octets("8000 05 61")), ARRAY);
        assertThrows(WireException.class, message::persistent);
    }

    @Test
    void messageOfPropertiesTakesNoMemoryButItself() {
        int rounds = 20_000;
        var kept = new Message[1];
        Runnable run = () -> {
            for (int i = 0; i < rounds; i++) {
                kept[0] = Message.of(BasicProperties.persistent(), ARRAY);
            }
        };
        run.run();
        long allocated = Allocations.during(run);
        assertTrue(allocated < rounds * 40L + 256 * 1024, () -> allocated + " octets");
    }

    private static void refused(Executable fault) {
        assertThrows(IllegalArgumentException.class, fault);
    }
}
