// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.WireReader;
import amqp.codec.WireWriter;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Methods;
import amqp.octets.Allocations;
import amqp.octets.Hex;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What repeats costs no memory but the method's record, and where the caller needs none, nothing at all. */
class NoGarbageTest {
    private static final int ROUNDS = 20_000;

    /** Octets of memory that the measuring itself and a late compilation may take. */
    private static final long SLACK = 256 * 1024;

    /** A Deliver record, with a margin for the JVM's object layout. */
    private static final long RECORD = 64;

    private static long perRunAfterWarmUp(Runnable run) {
        run.run();
        return Allocations.during(run);
    }

    @Test
    void repeatedDelivery() {
        String deliver = "003c003c" + "0463746167" + "0000000000000007" + "00" + "066f7264657273" + "056b65792e31";
        ByteBuffer input = ByteBuffer.allocateDirect(200)
                .put(Hex.octets("010001" + Hex.int32(deliver.length() / 2) + deliver + "ce"
                        + "0200010000000f003c00000000000000000005100002ce" + "0300010000000568656c6c6fce"))
                .flip();
        var decoder = new FrameDecoder(8192);
        var reader = new WireReader();
        var header = new ContentHeader();
        long[] count = new long[1];
        long allocated = perRunAfterWarmUp(() -> {
            BasicProperties properties = BasicProperties.EMPTY;
            for (int i = 0; i < ROUNDS; i++) {
                input.position(0);
                while (decoder.next(input)) {
                    int offset = decoder.payloadOffset();
                    int length = decoder.payloadLength();
                    switch (decoder.type()) {
                        case FrameType.METHOD -> {
                            reader.reset(decoder.buffer(), offset, length);
                            var method =
                                    (BasicMethod.Deliver) Methods.decode(reader.shortInt(), reader.shortInt(), reader);
                            count[0] += method.deliveryTag();
                        }
                        case FrameType.HEADER ->
                            properties = header.read(decoder.buffer(), offset, length)
                                    .properties(properties);
                        default -> count[0] += length;
                    }
                }
            }
        });
        assertEquals(2L * ROUNDS * (7 + 5), count[0]);
        assertTrue(allocated < ROUNDS * RECORD + SLACK, () -> allocated + " bytes");
    }

    @Test
    void repeatedPublish() {
        var encoder = new PublishEncoder(1);
        var out = new WireWriter();
        byte[] chunk = new byte[65536];
        byte[] body = new byte[20];
        var message = Message.of(BasicProperties.persistent(), body);
        long[] written = new long[1];
        long allocated = perRunAfterWarmUp(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                int size = encoder.size("exchange", "routing.key", false, message, 131072);
                encoder.write(chunk, 0);
                out.wrap(chunk, size);
                written[0] += size + FrameEncoder.body(out, 1, body, 0, body.length);
            }
        });
        assertTrue(written[0] > 0);
        assertTrue(allocated < SLACK, () -> allocated + " bytes");
    }

    @Test
    void acknowledgement() {
        var out = new WireWriter();
        var ack = BasicMethod.Ack.of(1);
        long allocated = perRunAfterWarmUp(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                out.reset();
                FrameEncoder.method(out, 1, ack);
            }
        });
        assertEquals(21, out.position());
        assertTrue(allocated < SLACK, () -> allocated + " bytes");
    }

    @Test
    void dividedFramesAreGatheredInTheSameMemory() {
        ByteBuffer input = ByteBuffer.wrap(Hex.octets("0100010000000d003c0050000000000000006400ce"));
        var decoder = new FrameDecoder(8192);
        long allocated = perRunAfterWarmUp(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                decoder.next(input.position(0).limit(10));
                assertTrue(decoder.next(input.limit(21)));
            }
        });
        assertTrue(allocated < SLACK, () -> allocated + " bytes");
    }
}
