// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/**
 * Text on the wire, as a String and back: UTF-8, and where octets are not, each of them as a lone surrogate, 0x80 as U+DC80
 * up to 0xFF as U+DCFF (the rule of Python's PEP 383, "surrogateescape"). So every text that a peer sent goes back as the
 * very octets that came. A surrogate that stands alone otherwise goes out as a question mark.
 */
final class WireText {
    private static final int MOST_OCTETS_OF_A_CHAR = 3;
    private static final char REPLACEMENT = '\ufffd';
    private static final char FIRST_ESCAPE = '\udc80';
    private static final char LAST_ESCAPE = '\udcff';

    private WireText() {}

    static String decode(byte[] octets) {
        String text = new String(octets, UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeEscaping(octets);
    }

    /** With malformed octets, or with a replacement character that the peer wrote itself. */
    private static String decodeEscaping(byte[] octets) {
        CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(octets);
        CharBuffer out = CharBuffer.allocate(octets.length); // no text has more chars than octets
        CoderResult result = decoder.decode(in, out, true);
        while (result.isMalformed()) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (0xdc00 | in.get() & 0xff));
            }
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    static byte[] encode(String text) {
        int escape = nextEscape(text, 0);
        return escape == text.length() ? text.getBytes(UTF_8) : encodeEscaped(text, escape);
    }

    private static byte[] encodeEscaped(String text, int firstEscape) {
        ByteBuffer octets = ByteBuffer.allocate(MOST_OCTETS_OF_A_CHAR * text.length());
        int from = 0;
        for (int escape = firstEscape; escape < text.length(); escape = nextEscape(text, from)) {
            octets.put(text.substring(from, escape).getBytes(UTF_8));
            octets.put((byte) text.charAt(escape));
            from = escape + 1;
        }
        octets.put(text.substring(from).getBytes(UTF_8));
        return Arrays.copyOf(octets.array(), octets.position());
    }

    /** Index of the next surrogate that stands for an octet; the length of the text where there is none. */
    private static int nextEscape(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= FIRST_ESCAPE && c <= LAST_ESCAPE && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)))) {
                return i;
            }
        }
        return text.length();
    }
}
