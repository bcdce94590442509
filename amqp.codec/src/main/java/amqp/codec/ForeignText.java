// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

/**
 * Makes text from a peer safe to print in a log, a message or a terminal. Anyone who may connect to a broker chooses
 * names, headers and texts. Unchanged, these could forge log lines, control a terminal, or hide part of the output. The
 * data itself stays unchanged: use this where text for people is made.
 *
 * <p>The messages of {@link AmqpException} and the {@code toString} methods of the SDK's types are safe already.
 */
public final class ForeignText {
    /** The largest number of characters that {@link #line} returns. */
    public static final int LONGEST_LINE = 2000;

    private static final char REPLACEMENT = '\u00b7';
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private ForeignText() {}

    /**
     * Returns whether a character is replaced: control characters (C0, DEL, C1, and so all escape sequences), marks
     * that change the direction or are invisible, separators of lines and paragraphs, and surrogates without a pair.
     * The two joiners, which some scripts need, are not replaced.
     *
     * @param codePoint as {@link String#codePointAt} returns it
     */
    public static boolean isHarmful(int codePoint) {
        if (codePoint >= ' ' && codePoint < 0x7f) {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            case Character.FORMAT -> codePoint != ZERO_WIDTH_NON_JOINER && codePoint != ZERO_WIDTH_JOINER;
            default -> false;
        };
    }

    /**
     * Returns the text as one line: line breaks and tabs become spaces, other harmful characters a middle dot.
     *
     * @return at most {@link #LONGEST_LINE} characters, with an ellipsis if there are more; the same object if nothing
     *     changes
     */
    public static String line(String text) {
        boolean whole = text.length() <= LONGEST_LINE;
        String shown = whole ? text : text.substring(0, LONGEST_LINE - 1);
        String line = replaced(shown, false);
        return whole ? line : line + '\u2026';
    }

    /** Returns the text, of any length, with its line feeds and tabs; other harmful characters become a middle dot. */
    public static String lines(String text) {
        return replaced(text, true);
    }

    private static String replaced(String text, boolean several) {
        int harmless = 0;
        while (harmless < text.length() && !isHarmful(text.codePointAt(harmless))) {
            harmless += Character.charCount(text.codePointAt(harmless));
        }
        if (harmless == text.length()) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length()).append(text, 0, harmless);
        text.substring(harmless).codePoints().forEach(codePoint -> append(line, codePoint, several));
        return line.toString();
    }

    private static void append(StringBuilder line, int codePoint, boolean several) {
        if (!isHarmful(codePoint)) {
            line.appendCodePoint(codePoint);
        } else if (codePoint == '\n' || codePoint == '\t') {
            line.append(several ? (char) codePoint : ' ');
        } else {
            line.append(codePoint == '\r' && !several ? ' ' : REPLACEMENT);
        }
    }
}
