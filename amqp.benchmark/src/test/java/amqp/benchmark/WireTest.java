// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WireTest {
    private NullBroker broker;
    private Wire wire;

    @BeforeEach
    void connect() throws IOException {
        broker = NullBroker.start(0);
        wire = Wire.open(broker.uri());
    }

    @AfterEach
    void disconnect() throws IOException {
        wire.close();
        broker.close();
    }

    @Test
    void skippingTheDeliveriesLeavesTheNextAnswer() throws IOException {
        for (String queue : new String[] {"blast.20000.16", "blast.3.1000000"}) {
            String tag = wire.consume(queue);
            wire.skip(Long.parseLong(queue.split("\\.")[1]) * Wire.deliveryOctets(queue, tag));
            assertEquals(new BasicMethod.CancelOk(tag), wire.call(BasicMethod.Cancel.of(tag)));
        }
    }

    @Test
    void publishesAreDropped() throws IOException {
        wire.write(ByteBuffer.wrap(Wire.publish("nowhere", new byte[200_000])));
        assertEquals(new QueueMethod.DeclareOk("a", 0, 0), wire.call(QueueMethod.Declare.of("a")));
    }

    /** Whatever the pieces in which the octets come. */
    @Test
    void publishesAreEchoedOctetByOctet() throws IOException {
        String tag = wire.consume("echo");
        for (byte octet : Wire.publish("echo", new byte[30])) {
            wire.write(ByteBuffer.wrap(new byte[] {octet}));
        }
        wire.skip(Wire.deliveryOctets("echo", tag, 30));
        assertEquals(new BasicMethod.QosOk(), wire.call(BasicMethod.Qos.of(0)));
    }

    @Test
    void aFrameLargerThanAllowedEndsTheConnection() throws IOException {
        byte[] tooLarge = {3, 0, 1, 0x10, 0, 0, 0, 0};
        wire.write(ByteBuffer.wrap(Arrays.copyOf(tooLarge, 100)));
        assertThrows(IOException.class, () -> wire.skip(1));
    }
}
