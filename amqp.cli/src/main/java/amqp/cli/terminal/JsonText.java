// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import amqp.codec.ForeignText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.jr.ob.JSON;
import tools.jackson.jr.ob.JSON.Feature;
import tools.jackson.jr.ob.JSONObjectException;

/**
 * JSON as the commands write and read it. A JSON object is a {@link Map}, an array a {@link List}, null is null; numbers
 * with a fraction or an exponent are read as {@link BigDecimal}, so that no digit is lost.
 */
public final class JsonText {
    private static final HexFormat HEX = HexFormat.of();

    /** Field tables and arrays nested as deep as they may be take 67. */
    private static final int MOST_NESTING = 100;

    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(MOST_NESTING)
            .maxStringLength(Integer.MAX_VALUE)
            .build();

    private static final JSON JACKSON = JSON.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(CONSTRAINTS)
                    .build())
            .enable(Feature.WRITE_NULL_PROPERTIES, Feature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(Feature.USE_DEFERRED_MAPS, Feature.HANDLE_JAVA_BEANS)
            .build();

    private static final JSON PRETTY = JACKSON.with(Feature.PRETTY_PRINT_OUTPUT);

    private JsonText() {}

    /**
     * Returns the value as JSON on one line. What would do harm on a terminal is escaped, which JSON allows for every
     * character, so that nothing is lost.
     */
    public static String of(Object value) {
        String json = JACKSON.asString(value);
        if (json.codePoints().noneMatch(ForeignText::isHarmful)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(codePoint -> escape(codePoint, escaped));
        return escaped.toString();
    }

    /** Returns the value as JSON on several lines, indented. It may hold what harms a terminal. */
    public static String indented(Object value) {
        return PRETTY.asString(value);
    }

    /** Rounds to so many decimals; null where JSON has no such number. */
    public static BigDecimal rounded(double number, int decimals) {
        return Double.isFinite(number) ? new BigDecimal(number).setScale(decimals, RoundingMode.HALF_UP) : null;
    }

    /**
     * Reads one JSON value.
     *
     * @throws IllegalArgumentException with a sentence when the text is anything else, or nested deeper than 100
     */
    public static Object read(String text) {
        try (JsonParser in = JACKSON.createParser(text)) {
            Object value = JACKSON.anyFrom(in);
            end(in);
            return value;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(sentence(e), e);
        }
    }

    /**
     * A JSON object of which one member is kept as it is written.
     *
     * @param others without that member
     * @param verbatim the text of its value, when it is there
     */
    public record Members(Map<String, Object> others, Optional<String> verbatim) {}

    /**
     * Reads a JSON object and keeps the value of one member as it is written: each space, each digit, each escape.
     *
     * @throws IllegalArgumentException with a sentence when the text is anything else, or nested deeper than 100
     */
    public static Members readObject(String text, String verbatim) {
        try (JsonParser in = JACKSON.createParser(text)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("this is not a JSON object");
            }
            Map<String, Object> others = new LinkedHashMap<>();
            String kept = null;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                if (name.equals(verbatim)) {
                    kept = valueText(in, text);
                } else {
                    others.put(name, JACKSON.anyFrom(in));
                }
            }
            end(in);
            return new Members(others, Optional.ofNullable(kept));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(sentence(e), e);
        }
    }

    private static String valueText(JsonParser in, String text) {
        int begin = (int) in.currentTokenLocation().getCharOffset();
        in.skipChildren();
        in.finishToken();
        return text.substring(begin, (int) in.currentLocation().getCharOffset());
    }

    private static void end(JsonParser in) {
        if (in.nextToken() != null) {
            throw new IllegalArgumentException("this is not JSON: something follows its end");
        }
    }

    private static void escape(int codePoint, StringBuilder escaped) {
        if (!ForeignText.isHarmful(codePoint)) {
            escaped.appendCodePoint(codePoint);
            return;
        }
        for (char half : Character.toChars(codePoint)) {
            escaped.append("\\u").append(HEX.toHexDigits(half));
        }
    }

    /** Without the words of Jackson that only its programmers know. */
    private static String sentence(JacksonException failure) {
        if (failure instanceof UnexpectedEndOfInputException || failure instanceof JSONObjectException) {
            return "this is not JSON: it ends early";
        }
        String message = failure.getOriginalMessage().replaceAll(", from `[^`]*`| \\(code \\d+[^)]*\\)", "");
        return failure instanceof StreamConstraintsException
                ? "this JSON is beyond a limit: " + message
                : "this is not JSON: " + message + " (character "
                        + failure.getLocation().getColumnNr() + ")";
    }
}
