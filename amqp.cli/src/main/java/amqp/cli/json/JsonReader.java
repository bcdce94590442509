// SPDX-License-Identifier: MPL-2.0
package amqp.cli.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one JSON text (RFC 8259): Map, List, String, BigDecimal, Boolean or null. Nesting is limited, since it recurses.
 */
public final class JsonReader {
    private static final int MAX_DEPTH = 100;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when it is not JSON, saying where */
    public static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        if (reader.peek() != 0) {
            throw reader.unexpected();
        }
        return value;
    }

    private Object value() {
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("the JSON is nested deeper than " + MAX_DEPTH);
        }
        Object value = switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> number();
        };
        depth--;
        return value;
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        at++;
        if (takes('}')) {
            return object;
        }
        do {
            if (peek() != '"') {
                throw unexpected();
            }
            String name = string();
            expect(':');
            object.put(name, value());
        } while (takes(','));
        expect('}');
        return object;
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        at++;
        if (takes(']')) {
            return array;
        }
        do {
            array.add(value());
        } while (takes(','));
        expect(']');
        return array;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            if (c < ' ') {
                throw unexpected();
            }
            string.append(c == '\\' ? escaped() : c);
        }
        if (at == text.length()) {
            throw unexpected();
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        if (++at == text.length()) {
            throw unexpected();
        }
        return switch (text.charAt(at)) {
            case '"', '\\', '/' -> text.charAt(at);
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw unexpected();
        };
    }

    private char unicode() {
        String digits = text.substring(at + 1, Math.min(at + 5, text.length()));
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw unexpected();
        }
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private BigDecimal number() {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw unexpected();
        }
        at = number.end();
        return new BigDecimal(number.group());
    }

    private Object literal(String name, Object value) {
        if (!text.startsWith(name, at)) {
            throw unexpected();
        }
        at += name.length();
        return value;
    }

    /** The next character that is not white space, 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean takes(char wanted) {
        boolean there = peek() == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char wanted) {
        if (!takes(wanted)) {
            throw unexpected();
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("this is not JSON: "
                + (at < text.length()
                        ? "unexpected '" + text.charAt(at) + "' at character " + (at + 1)
                        : "it ends early"));
    }
}
