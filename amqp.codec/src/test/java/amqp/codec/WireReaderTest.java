// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.octets.Allocations;
import amqp.octets.Hex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WireReaderTest {
    @Test
    void readsWhatIsThereAndLeavesTheBufferAlone() {
        byte[] octets = Hex.octets("aa ff fffe fffffffd fffffffc fffffffffffffffb 0161 0000000162 0000000163 0102 bb");
        for (ByteBuffer buffer : List.of(
                ByteBuffer.wrap(octets),
                ByteBuffer.allocateDirect(octets.length).put(0, octets),
                ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN))) {
            WireReader in = new WireReader().reset(buffer, 1, octets.length - 2);
            assertEquals(0xff, in.octet());
            assertEquals(0xfffe, in.shortInt());
            assertEquals(-3, in.longInt());
            assertEquals(0xfffffffcL, in.unsignedInt());
            assertEquals(-5, in.longLong());
            assertEquals("a", in.shortString());
            assertArrayEquals(new byte[] {'b'}, in.longString());
            assertEquals("c", in.longText());
            assertEquals(2, in.remaining());
            assertEquals(octets.length - 3, in.position());
            assertArrayEquals(new byte[] {1, 2}, in.octets(2));
            assertEquals(0, in.remaining());
            assertEquals(0, buffer.position());
        }
    }

    @Test
    void everyReadStopsAtTheEndOfTheRegion() {
        List<Consumer<WireReader>> reads = List.of(
                WireReader::octet,
                WireReader::shortInt,
                WireReader::longInt,
                WireReader::unsignedInt,
                WireReader::longLong,
                WireReader::shortString,
                WireReader::longString,
                WireReader::longText,
                WireReader::table,
                in -> in.skip(8),
                in -> in.octets(8));
        // Octets beyond the region, which must not be touched.
        ByteBuffer buffer = ByteBuffer.wrap(Hex.octets("05 000000 05 0000000000000000000000"));
        for (Consumer<WireReader> read : reads) {
            var e = assertThrows(
                    WireException.class, () -> read.accept(new WireReader().reset(buffer, 0, 0)), read.toString());
            assertEquals(ReplyCode.SYNTAX_ERROR, e.replyCode());
        }
        assertThrows(
                WireException.class, () -> new WireReader().reset(buffer, 0, 5).shortString());
        var e = assertThrows(
                WireException.class, () -> new WireReader().reset(buffer, 1, 7).longString());
        assertEquals("Broken off: 5 bytes are due at offset 4, only 3 are left.", e.getMessage());
    }

    @Test
    void hugeLengthsAllocateNothing() {
        WireReader in = new WireReader();
        ByteBuffer buffer = ByteBuffer.wrap(Hex.octets("ffffffff 7fffffff 80000000"));
        long allocated = Allocations.during(() -> {
            for (int at = 0; at <= 8; at += 4) {
                in.reset(buffer, at, 12 - at);
                assertThrows(WireException.class, in::longString);
                in.reset(buffer, at, 12 - at);
                assertThrows(WireException.class, in::table);
            }
        });
        assertTrue(allocated < 1 << 20, () -> allocated + " bytes");
    }

    @Test
    void regionMustBeWithinTheBuffer() {
        ByteBuffer buffer = ByteBuffer.allocate(4);
        WireReader in = new WireReader();
        assertThrows(IndexOutOfBoundsException.class, () -> in.reset(buffer, 1, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> in.reset(buffer, -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> in.reset(buffer, 1, -1));
    }

    @Test
    void repeatedShortStringIsTheSameObject() {
        WireReader in = Hex.reader("0161 10 30313233343536373839616263646566 0161 10 30313233343536373839616263646566");
        String one = in.shortString();
        String two = in.shortString();
        assertEquals("a", one);
        assertEquals("0123456789abcdef", two);
        assertSame(one, in.shortString());
        assertSame(two, in.shortString());
    }

    /** Equal ends and length, so equal hashes: only comparing every octet tells these apart. */
    @Test
    void stringsWithEqualHashesAreToldApart() {
        String head = Hex.text("aaaaaaaa");
        StringBuilder hex = new StringBuilder();
        for (int round = 0; round < 3; round++) {
            for (String middle : List.of("x", "y", "z")) {
                hex.append("11").append(head).append(Hex.text(middle)).append(head);
            }
        }
        WireReader in = Hex.reader(hex.toString());
        for (int round = 0; round < 3; round++) {
            assertEquals("aaaaaaaaxaaaaaaaa", in.shortString());
            assertEquals("aaaaaaaayaaaaaaaa", in.shortString());
            assertEquals("aaaaaaaazaaaaaaaa", in.shortString());
        }
    }

    @Test
    void twoStringsOfOneHashStayBoth() {
        String head = Hex.text("aaaaaaaa");
        String pair = "11" + head + "78" + head + "11" + head + "79" + head;
        WireReader in = Hex.reader(pair + pair);
        String one = in.shortString();
        String two = in.shortString();
        assertSame(one, in.shortString());
        assertSame(two, in.shortString());
    }

    @Test
    void tailBeyondTheLastEightOctetsIsCompared() {
        WireReader in = Hex.reader("09 616161616161616162 09 616161616161616163 03 616263 03 616264");
        assertEquals("aaaaaaaab", in.shortString());
        assertEquals("aaaaaaaac", in.shortString());
        assertEquals("abc", in.shortString());
        assertEquals("abd", in.shortString());
    }
}
