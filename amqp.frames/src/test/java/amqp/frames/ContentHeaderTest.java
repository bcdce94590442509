// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.codec.BasicProperties;
import amqp.codec.ReplyCode;
import amqp.codec.WireException;
import amqp.octets.Hex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ContentHeaderTest {
    private final ContentHeader header = new ContentHeader();

    @Test
    void readsARegionOfAnyBuffer() {
        ByteBuffer buffer = ByteBuffer.wrap(Hex.octets("ff 003c0000 0000000100000002 100002 ff"));
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            header.read(buffer.order(order), 1, 15);
            assertEquals(60, header.classId());
            assertEquals(0x1_0000_0002L, header.bodySize());
            assertEquals(13, header.propertiesOffset());
            assertEquals(3, header.propertiesLength());
            assertEquals(BasicProperties.persistent(), header.properties(BasicProperties.EMPTY));
            assertEquals(0, buffer.position());
        }
    }

    @Test
    void bodySizeBeyond63BitsIsNegative() {
        header.read(ByteBuffer.wrap(Hex.octets("003c0000 ffffffffffffffff 0000")), 0, 14);
        assertEquals(-1, header.bodySize());
        assertSame(BasicProperties.EMPTY, header.properties(BasicProperties.persistent()));
    }

    @Test
    void samePropertiesAsTheLastAreTheSameObject() {
        var last = BasicProperties.builder().contentType("text/plain").build();
        header.read(ByteBuffer.wrap(Hex.octets("003c0000 0000000000000000 8000 0a" + Hex.text("text/plain"))), 0, 25);
        assertSame(last, header.properties(last));
        assertEquals(last, header.properties(BasicProperties.EMPTY));
    }

    @Test
    void shorterPayloadIsAnError() {
        var e = assertThrows(WireException.class, () -> header.read(ByteBuffer.allocate(20), 0, 13));
        assertEquals(ReplyCode.SYNTAX_ERROR, e.replyCode());
    }
}
