// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundBufferTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatGoesInComesOut(long seed) {
        var random = new Random(seed);
        var buffer = new OutboundBuffer();
        var in = new ByteArrayOutputStream();
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < 3000; i++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> put(buffer, octets(random, 3000), in);
                case 2 -> fill(buffer, octets(random, random.nextInt(8) == 0 ? 200_000 : 500), in);
                case 3, 4 -> drain(buffer, random.nextInt(20_000), out);
                default -> {
                    if (random.nextInt(3) == 0) {
                        drain(buffer, 10_000_000, out);
                        assertEquals(0, buffer.size());
                    }
                    buffer.trim();
                }
            }
            assertEquals(in.size() - out.size(), buffer.size());
        }
        drain(buffer, (int) buffer.size(), out);
        assertArrayEquals(in.toByteArray(), out.toByteArray());
    }

    private static byte[] octets(Random random, int most) {
        byte[] octets = new byte[random.nextInt(most)];
        random.nextBytes(octets);
        return octets;
    }

    private static void put(OutboundBuffer buffer, byte[] octets, ByteArrayOutputStream in) {
        int offset = octets.length / 3;
        buffer.put(octets, offset, octets.length - offset);
        in.write(octets, offset, octets.length - offset);
    }

    private static void fill(OutboundBuffer buffer, byte[] octets, ByteArrayOutputStream in) {
        buffer.reserve(octets.length);
        System.arraycopy(octets, 0, buffer.array(), buffer.position(), octets.length);
        buffer.advance(buffer.position() + octets.length);
        in.writeBytes(octets);
    }

    private static void drain(OutboundBuffer buffer, int most, ByteArrayOutputStream out) {
        var target = ByteBuffer.allocate(most);
        buffer.drainTo(target);
        out.write(target.array(), 0, target.position());
    }
}
