// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Writes one JSON text (RFC 8259), in one line. The caller sees to it that names and values alternate. */
final class Json {
    private final StringBuilder out = new StringBuilder();
    private boolean first = true;

    Json object() {
        return begin('{');
    }

    Json endObject() {
        return end('}');
    }

    Json array() {
        return begin('[');
    }

    Json endArray() {
        return end(']');
    }

    Json name(String name) {
        value(name);
        out.append(':');
        first = true;
        return this;
    }

    Json value(String text) {
        separate();
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            escape(text, i);
        }
        out.append('"');
        return this;
    }

    Json value(long number) {
        return raw(Long.toString(number));
    }

    Json value(boolean value) {
        return raw(Boolean.toString(value));
    }

    /** Rounded to so many decimals; null where JSON has no such number. */
    Json value(double number, int decimals) {
        return Double.isFinite(number)
                ? value(new BigDecimal(number).setScale(decimals, RoundingMode.HALF_UP))
                : raw("null");
    }

    /** With all its digits, trailing zeros included. */
    Json value(BigDecimal number) {
        return raw(number.toPlainString());
    }

    /** A value that is JSON already. */
    Json raw(String json) {
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

    private void escape(String text, int i) {
        char c = text.charAt(i);
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 || isLoneSurrogate(text, i)) {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }

    /** A half of a pair, which UTF-8 cannot carry. */
    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
