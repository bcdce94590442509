// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.WireException;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.QueueMethod;
import amqp.octets.Allocations;
import amqp.octets.Hex;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever arrives, the answer is a value or a {@link WireException}, and memory stays within bounds. */
class GarbageTest {
    private static final long SEED = 91;

    private final Random random = new Random(SEED);

    @Test
    void mutatedFrames() {
        List<String> frames = FrameVectorTest.vectors().stream()
                .map(FrameVectorTest.Vector::hex)
                .toList();
        for (int i = 0; i < 40_000; i++) {
            byte[] octets = Hex.octets(frames.get(random.nextInt(frames.size())));
            int mutations = 1 + random.nextInt(3);
            for (int m = 0; m < mutations; m++) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            survive(octets);
        }
    }

    @Test
    void framesWithRandomPayloads() {
        for (int i = 0; i < 40_000; i++) {
            byte[] payload = new byte[4 + random.nextInt(60)];
            random.nextBytes(payload);
            boolean header = random.nextBoolean();
            payload[0] = 0;
            payload[1] = (byte)
                    List.of(10, 20, 40, 50, 60, 85, 90).get(random.nextInt(7)).intValue();
            payload[2] = 0;
            payload[3] = (byte) (header ? 0 : random.nextInt(13) * 10 + random.nextInt(2));
            survive(Hex.octets((header ? "020001" : "010001") + Hex.int32(payload.length) + Hex.of(payload) + "ce"));
        }
    }

    @Test
    void octetsWithoutAnyShape() {
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[random.nextInt(40)];
            random.nextBytes(octets);
            survive(octets);
        }
    }

    @Test
    void randomTables() {
        String letters = "tbBsuIilfdDSxATFVL";
        for (int i = 0; i < 40_000; i++) {
            byte[] octets = new byte[random.nextInt(80)];
            for (int at = 0; at < octets.length; at++) {
                octets[at] = (byte) (random.nextBoolean() ? random.nextInt(6) : letters.charAt(random.nextInt(18)));
            }
            read(FieldTable.ofOctets(octets));
        }
    }

    private void survive(byte[] octets) {
        int cut = random.nextInt(octets.length + 1);
        long allocated = Allocations.during(() -> {
            try {
                Decoding.cut(octets, cut).forEach(frame -> read(frame.content()));
            } catch (WireException e) {
                // the right answer
            }
        });
        assertTrue(allocated < 1 << 20, () -> allocated + " bytes, seed " + SEED + ", " + Hex.of(octets));
    }

    private static void read(Object content) {
        try {
            if (content instanceof Decoding.Header header) {
                read(header.properties());
            } else if (content instanceof QueueMethod.Declare declare) {
                read(declare.arguments());
            } else if (content instanceof ConnectionMethod.Start start) {
                read(start.serverProperties());
            }
        } catch (WireException e) {
            // the right answer
        }
    }

    private static void read(BasicProperties properties) {
        properties.toString();
        read(properties.headers());
        properties.timestamp();
        properties.toBuilder().build();
    }

    /** Reads everything; a table that can be read must come back from its entries as the same entries. */
    private static void read(FieldTable table) {
        table.toString();
        try {
            table.toMap();
        } catch (WireException e) {
            return;
        }
        FieldTable again = FieldTable.of(table.entries());
        assertTrue(again.entries().values().stream()
                .map(FieldValue::type)
                .toList()
                .equals(table.entries().values().stream().map(FieldValue::type).toList()));
    }

    @Test
    void inputBufferIsNeverReadBeyondItsLimit() {
        byte[] octets = Hex.octets("0100010000000d003c0050000000000000006400ce" + "08000000000000ce");
        ByteBuffer input = ByteBuffer.wrap(octets).limit(21);
        var decoding = new Decoding(FrameFormat.MIN_FRAME_MAX);
        assertEquals(1, decoding.feed(input).size());
    }
}
