// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.codec.WireException;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Payloads written by hand: 60, 60, consumer tag, delivery tag, bits, exchange, routing key. */
class MethodDecoderTest {
    private static final String FIRST = "003c003c" + "026331" + "0000000000000001" + "00" + "0165" + "026b31";

    private final MethodDecoder decoder = new MethodDecoder();

    @Test
    void readsTheFirstDelivery() {
        assertEquals(new BasicMethod.Deliver("c1", 1, false, "e", "k1"), decode(FIRST));
    }

    @Test
    void readsTagAndBitOfADeliveryLikeTheLast() {
        decode(FIRST);
        assertEquals(
                new BasicMethod.Deliver("c1", -2, true, "e", "k1"),
                decode("003c003c" + "026331" + "fffffffffffffffe" + "01" + "0165" + "026b31"));
    }

    @Test
    void givesTheSameStringsAgain() {
        BasicMethod.Deliver first = (BasicMethod.Deliver) decode(FIRST);
        BasicMethod.Deliver second = (BasicMethod.Deliver) decode(FIRST);
        assertNotSame(first, second);
        assertSame(first.consumerTag(), second.consumerTag());
        assertSame(first.routingKey(), second.routingKey());
    }

    @Test
    void seesAnotherConsumerOrRoutingKeyOfTheSameLength() {
        decode(FIRST);
        assertEquals(
                new BasicMethod.Deliver("c2", 1, false, "e", "k1"),
                decode("003c003c" + "026332" + "0000000000000001" + "00" + "0165" + "026b31"));
        assertEquals(
                new BasicMethod.Deliver("c2", 2, false, "e", "k2"),
                decode("003c003c" + "026332" + "0000000000000002" + "00" + "0165" + "026b32"));
    }

    @Test
    void seesOtherLengthsWithinTheSameWhole() {
        decode(FIRST);
        assertEquals(
                new BasicMethod.Deliver("c11", 1, false, "e", "k"),
                decode("003c003c" + "03633131" + "0000000000000001" + "00" + "0165" + "016b"));
        assertEquals(
                new BasicMethod.Deliver("c11", 1, false, "ek", ""),
                decode("003c003c" + "03633131" + "0000000000000001" + "00" + "02656b" + "00"));
    }

    @Test
    void seesAMethodOfTheSameLength() {
        decode(FIRST);
        Method cancel = decode("003c001e" + "0f" + "61".repeat(15) + "01");
        assertEquals(new BasicMethod.Cancel("a".repeat(15), true), cancel);
        assertEquals(new BasicMethod.Deliver("c1", 1, false, "e", "k1"), decode(FIRST));
    }

    @Test
    void refusesWhatBreaksOff() {
        decode(FIRST);
        assertThrows(WireException.class, () -> decode(FIRST.substring(0, FIRST.length() - 2)));
        assertThrows(WireException.class, () -> decode("003c"));
        assertEquals(new BasicMethod.Deliver("c1", 1, false, "e", "k1"), decode(FIRST));
    }

    /** Whatever came before, a payload means the same as to a decoder that has seen nothing. */
    @Test
    void remembersNothingThatMatters() {
        long seed = 20_261;
        Random random = new Random(seed);
        List<String> tags = List.of("", "c", "c1", "consumer-1", "consumer-2");
        for (int i = 0; i < 2000; i++) {
            BasicMethod.Deliver deliver = new BasicMethod.Deliver(
                    tags.get(random.nextInt(5)),
                    random.nextLong(),
                    random.nextBoolean(),
                    tags.get(random.nextInt(5)),
                    tags.get(random.nextInt(5)));
            byte[] payload = payload(deliver);
            assertEquals(deliver, decoder.decode(ByteBuffer.wrap(payload), 0, payload.length), "seed " + seed);
        }
    }

    private static byte[] payload(BasicMethod.Deliver deliver) {
        ByteBuffer out = ByteBuffer.allocate(64).putShort((short) 60).putShort((short) 60);
        put(out, deliver.consumerTag());
        out.putLong(deliver.deliveryTag()).put((byte) (deliver.redelivered() ? 1 : 0));
        put(out, deliver.exchange());
        put(out, deliver.routingKey());
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void put(ByteBuffer out, String text) {
        out.put((byte) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Method decode(String hex) {
        byte[] payload = HexFormat.of().parseHex(hex);
        ByteBuffer buffer = ByteBuffer.allocateDirect(payload.length + 3).put(3, payload);
        return decoder.decode(buffer, 3, payload.length);
    }
}
