// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignTextTest {
    /** C0, DEL, C1, an escape sequence, OSC, marks of direction, what can't be seen, line breaks, half a pair. */
    private static final String HOSTILE = "a\u0000\u0007\u001b[31m\u001b]0;title\u0007\u007f\u0085\u009b2J\u200e\u200f"
            + "\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\u200b\ufeff\udcff\ud800"
            + "\udb40\udc41\r\n\tz";

    @Test
    void nothingHarmfulIsLeft() {
        for (String shown :
                List.of(ForeignText.line(HOSTILE), ForeignText.lines(HOSTILE).replaceAll("[\n\t]", ""))) {
            assertFalse(shown.codePoints().anyMatch(ForeignText::isHarmful), shown);
            assertTrue(shown.startsWith("a\u00b7\u00b7\u00b7[31m\u00b7]0;title") && shown.endsWith("z"), shown);
        }
    }

    @Test
    void whatPeopleWriteStays() {
        for (String text :
                List.of("", "orders", "Bücher 書 \ud83d\udc69\u200d\ud83d\udcbb", "می\u200cخواهم", "a\u00a0b")) {
            assertSame(text, ForeignText.line(text));
            assertSame(text, ForeignText.lines(text));
        }
    }

    @Test
    void aLineIsOneLineAndNotLong() {
        assertEquals("a b  c d", ForeignText.line("a\nb\r\nc\td"));
        String longest = "x".repeat(ForeignText.LONGEST_LINE);
        assertSame(longest, ForeignText.line(longest));
        assertEquals("x".repeat(ForeignText.LONGEST_LINE - 1) + "…", ForeignText.line(longest + "x"));
    }

    @Test
    void severalLinesKeepTheirBreaks() {
        assertEquals("a\nb\u00b7\n\tc", ForeignText.lines("a\nb\r\n\tc"));
    }

    @Test
    void theMessageOfAnExceptionIsHarmless() {
        AmqpException failure = new WireException(ReplyCode.SYNTAX_ERROR, HOSTILE);
        assertEquals(ForeignText.line(HOSTILE), failure.getMessage());
    }

    @Test
    void dataSaysWhatCameAndShowsWhatIsHarmless() {
        String said = "a\u001b[31m\u202e\nb";
        FieldTable headers = FieldTable.of(said, FieldValue.string(said));
        BasicProperties properties =
                BasicProperties.builder().headers(headers).type(said).build();
        for (Object shown : List.of(properties, headers, FieldValue.string(said))) {
            assertFalse(shown.toString().codePoints().anyMatch(ForeignText::isHarmful), shown::toString);
        }
        assertEquals(said, properties.type());
        assertEquals(said, headers.get(said).asString());
    }
}
