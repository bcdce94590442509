// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.octets.Hex;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is UTF-8 is text as ever; what is not goes through as the octets that came. */
class WireTextTest {
    /** Made by Python: {@code bytes.fromhex(…).decode('utf8', 'surrogateescape')}. */
    @ParameterizedTest
    @CsvSource({
        "ff, \udcff",
        "61ff62, a\udcffb",
        "80808080, \udc80\udc80\udc80\udc80",
        "e974e9, \udce9t\udce9", // Latin-1
        "c3, \udcc3", // broken off
        "e282, \udce2\udc82",
        "e28241, \udce2\udc82A",
        "f09f98, \udcf0\udc9f\udc98",
        "c080, \udcc0\udc80", // longer than need be
        "eda080, \udced\udca0\udc80", // a surrogate
        "edb280, \udced\udcb2\udc80", // even the one that stands for an octet
        "f4908080, \udcf4\udc90\udc80\udc80", // beyond U+10FFFF
        "f090808080, \ud800\udc00\udc80", // U+10000 and a lone octet
        "efbfbdff, \ufffd\udcff",
        "efbfbd, \ufffd",
        "f0908080, \ud800\udc00",
        "c3a9e282ac, é€"
    })
    void vectors(String hex, String text) {
        byte[] octets = Hex.octets(hex);
        assertEquals(text, WireText.decode(octets));
        assertEquals(hex, Hex.of(WireText.encode(text)));
        String size = String.format("%02x", octets.length);
        assertEquals(text, Hex.reader(size + hex).shortString());
        assertEquals(text, Hex.reader("000000" + size + hex).longText());
        WireWriter out = new WireWriter();
        out.shortString(text);
        out.longString(text);
        assertEquals(size + hex + "000000" + size + hex, Hex.of(out.toByteArray()));
    }

    @Test
    void everyShortSequenceGoesBackAsItCame() {
        for (int first = 0; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                for (int third : new int[] {0, 'x', 0x80, 0xa0, 0xbf, 0xc2, 0xed, 0xff}) {
                    goesBack(new byte[] {(byte) first, (byte) second, (byte) third});
                }
            }
        }
    }

    @Test
    void randomOctetsGoBackAsTheyCame() {
        Random random = new Random(7);
        byte[] pieces = Hex.octets("c3a9 e282ac f09f9880 efbfbd ed b2 80 41");
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[random.nextInt(40)];
            for (int at = 0; at < octets.length; at++) {
                octets[at] = random.nextBoolean() ? (byte) random.nextInt(256) : pieces[at % pieces.length];
            }
            goesBack(octets);
        }
    }

    private static void goesBack(byte[] octets) {
        String text = WireText.decode(octets);
        assertArrayEquals(octets, WireText.encode(text), () -> Hex.of(octets));
        if (text.chars().noneMatch(c -> c >= 0xdc80 && c <= 0xdcff)) {
            assertEquals(new String(octets, UTF_8), text, () -> Hex.of(octets));
        }
    }

    @Test
    void otherLoneSurrogatesBecomeQuestionMarks() {
        for (String text : new String[] {"\ud800", "\udc7f", "\udd00", "\udfff", "a\udbffb"}) {
            assertArrayEquals(text.getBytes(UTF_8), WireText.encode(text));
        }
        // Together these two are one character.
        assertEquals("f0908280", Hex.of(WireText.encode("\ud800\udc80")));
        assertEquals("f090828080", Hex.of(WireText.encode("\ud800\udc80\udc80")));
    }

    @Test
    void longestShortStringOfAnyOctetsStaysAShortString() {
        byte[] octets = new byte[256];
        Arrays.fill(octets, (byte) 0xff);
        String text = new WireReader().reset(ByteBuffer.wrap(octets), 0, 256).shortString();
        WireWriter out = new WireWriter();
        out.shortString(text);
        assertArrayEquals(octets, out.toByteArray());
        assertThrows(IllegalArgumentException.class, () -> out.shortString(text + text.charAt(0)));
        BasicProperties properties =
                BasicProperties.builder().correlationId(text).build();
        assertEquals(text, properties.correlationId());
        assertEquals(258, properties.encodedSize());
        assertEquals(
                text, Message.of(new byte[0]).correlationId(text).properties().correlationId());
        assertThrows(
                IllegalArgumentException.class,
                () -> BasicProperties.builder().correlationId(text + "x").build());
    }

    @Test
    void tablesAndTheirJavaValuesGoBackAsTheyCame() {
        FieldTable table = FieldTable.ofOctets(Hex.octets("02ff41 53 00000002 41c3  01fe 46 00000004 02c361 56"));
        Map<String, Object> java = table.toMap();
        assertEquals("A\udcc3", java.get("\udcffA"));
        assertEquals(table, FieldTable.of(java));
        assertEquals(table, table.with("\udcffA", "A\udcc3"));
    }
}
