// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.octets.Hex;
import org.junit.jupiter.api.Test;

class WireWriterTest {
    private final WireWriter out = new WireWriter();

    private void wrote(String hex) {
        assertEquals(hex.replace(" ", ""), Hex.of(out.toByteArray()));
    }

    @Test
    void integersAreBigEndian() {
        out.octet(0x1ff);
        out.shortInt(0x12345);
        out.longInt(0xfedcba98);
        out.longLong(0x0123456789abcdefL);
        wrote("ff 2345 fedcba98 0123456789abcdef");
    }

    @Test
    void stringsCarryTheirLength() {
        out.shortString("");
        out.shortString("abc");
        out.shortString("é€");
        out.longString("é");
        out.longString(new byte[] {1, 2});
        out.shortString(new byte[] {'x'});
        wrote("00 03616263 05c3a9e282ac 00000002c3a9 000000020102 0178");
    }

    @Test
    void shortStringOf255OctetsIsTheLongest() {
        out.shortString("x".repeat(255));
        assertEquals(256, out.position());
        out.shortString("é".repeat(127) + "x");
        assertEquals(512, out.position());
    }

    @Test
    void longerShortStringIsRefusedAndNothingWritten() {
        for (String text : new String[] {"x".repeat(256), "é".repeat(128)}) {
            var e = assertThrows(IllegalArgumentException.class, () -> out.shortString(text));
            assertTrue(e.getMessage().contains("255") && e.getMessage().contains("256"), e.getMessage());
        }
        assertEquals(0, out.position());
    }

    @Test
    void growsAndKeepsWhatIsThere() {
        byte[] octets = new byte[10_000];
        octets[9_999] = 7;
        out.octet(1);
        out.octets(octets, 0, octets.length);
        out.octet(2);
        assertEquals(10_002, out.position());
        assertEquals(1, out.array()[0]);
        assertEquals(7, out.array()[10_000]);
        assertEquals(2, out.array()[10_001]);
    }

    @Test
    void patchesOverwrite() {
        out.octets(new byte[20], 0, 20);
        out.patchShort(1, 0xabcd);
        out.patchInt(4, 0x01020304);
        out.patchLong(10, -2);
        wrote("00 abcd 00 01020304 0000 fffffffffffffffe 0000");
    }

    @Test
    void resetAndTruncateGoBack() {
        out.longInt(1);
        out.longInt(2);
        out.truncate(4);
        wrote("00000001");
        assertThrows(IndexOutOfBoundsException.class, () -> out.truncate(5));
        out.reset().octet(9);
        wrote("09");
        assertThrows(IndexOutOfBoundsException.class, () -> out.truncate(-1));
    }

    @Test
    void wrappedArrayIsWrittenFromItsOffsetAndNeverGrows() {
        byte[] given = new byte[8];
        out.wrap(given, 2).longInt(-1);
        out.shortInt(1);
        assertArrayEquals(Hex.octets("0000 ffffffff 0001"), given);
        assertSame(given, out.array());
        assertThrows(IndexOutOfBoundsException.class, () -> out.octet(1));
        assertThrows(IndexOutOfBoundsException.class, () -> out.ensure(1));
        assertEquals(2, out.reset().position());
        assertThrows(IndexOutOfBoundsException.class, () -> out.shortString("seven.."));
        assertThrows(IndexOutOfBoundsException.class, () -> out.truncate(1));
    }

    @Test
    void ensuredRoomIsThere() {
        out.ensure(100_000);
        byte[] roomy = out.array();
        out.octets("x".repeat(100_000).getBytes(UTF_8), 0, 100_000);
        assertSame(roomy, out.array());
    }
}
