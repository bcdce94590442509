// SPDX-License-Identifier: MPL-2.0
package amqp.cli.json;

import amqp.codec.ForeignText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HexFormat;

/** Writes one JSON text (RFC 8259), in one line. The caller sees to it that names and values alternate. */
public final class Json {
    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder out = new StringBuilder();
    private boolean first = true;

    public Json object() {
        return begin('{');
    }

    public Json endObject() {
        return end('}');
    }

    public Json array() {
        return begin('[');
    }

    public Json endArray() {
        return end(']');
    }

    public Json name(String name) {
        value(name);
        out.append(':');
        first = true;
        return this;
    }

    public Json value(String text) {
        separate();
        out.append('"');
        text.codePoints().forEach(this::escape);
        out.append('"');
        return this;
    }

    public Json value(long number) {
        return raw(Long.toString(number));
    }

    public Json value(boolean value) {
        return raw(Boolean.toString(value));
    }

    /** Rounded to so many decimals; null where JSON has no such number. */
    public Json value(double number, int decimals) {
        return Double.isFinite(number)
                ? value(new BigDecimal(number).setScale(decimals, RoundingMode.HALF_UP))
                : raw("null");
    }

    /** With all its digits, trailing zeros included. */
    public Json value(BigDecimal number) {
        return raw(number.toPlainString());
    }

    /** A value that is JSON already. */
    public Json raw(String json) {
        separate();
        out.append(json);
        return this;
    }

    private Json begin(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    private Json end(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    /** What would be harmful on a terminal is escaped, which JSON allows for any character; so nothing is lost. */
    private void escape(int codePoint) {
        switch (codePoint) {
            case '"', '\\' -> out.append('\\').append((char) codePoint);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (ForeignText.isHarmful(codePoint)) {
                    for (char c : Character.toChars(codePoint)) {
                        out.append("\\u").append(HEX.toHexDigits(c));
                    }
                } else {
                    out.appendCodePoint(codePoint);
                }
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
