// SPDX-License-Identifier: MPL-2.0
package amqp.client.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The kind of value that a setting takes. Its failures don't show what was given where that may be a secret.
 *
 * @param unit what it may be, for people, with the unit and range of a number
 * @param parser from text; throws {@link IllegalArgumentException}
 */
record SettingValue<T>(String unit, Function<String, T> parser) {

    T parse(String text) {
        return parser.apply(text);
    }

    static SettingValue<String> text(String unit) {
        return new SettingValue<>(unit, Function.identity());
    }

    static SettingValue<Integer> integer(String unit, int least, int most) {
        String range = unit + (most == Integer.MAX_VALUE ? " " + least + " or more" : " " + least + " to " + most);
        String what = range.replaceFirst("^([a-z]+) ([0-9])", "$1, $2");
        return new SettingValue<>(what, value -> within(what, value, least, most));
    }

    /** These integers, and one more. */
    SettingValue<T> or(T extra) {
        return new SettingValue<>(unit, value -> value.equals(extra.toString()) ? extra : parse(value));
    }

    static SettingValue<Duration> milliseconds(int least) {
        SettingValue<Integer> number = integer("milliseconds", least, Integer.MAX_VALUE);
        return new SettingValue<>(number.unit(), value -> Duration.ofMillis(number.parse(value)));
    }

    static SettingValue<Boolean> flag() {
        return oneOf(Map.of("true", true, "false", false));
    }

    static <T> SettingValue<T> oneOf(Map<String, T> choices) {
        String unit = String.join(" or ", new TreeMap<>(choices).descendingKeySet());
        return new SettingValue<>(unit, value -> {
            if (!choices.containsKey(value)) {
                throw new IllegalArgumentException("it is " + unit + ", not \"" + value + "\"");
            }
            return choices.get(value);
        });
    }

    /** The constant of an enum, written in lower case; gives its name. */
    static SettingValue<String> constant(String... choices) {
        Map<String, String> names = new TreeMap<>();
        for (String choice : choices) {
            names.put(choice, choice.toUpperCase(Locale.ROOT));
        }
        return oneOf(names);
    }

    static SettingValue<List<String>> names() {
        return new SettingValue<>(
                "names, several with commas",
                value -> Stream.of(value.split(",", -1)).map(String::strip).toList());
    }

    static SettingValue<Path> file(String format) {
        return new SettingValue<>(format + " file", value -> {
            try {
                return Path.of(value);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("it is the path of a file, not \"" + value + "\"", e);
            }
        });
    }

    static SettingValue<Map<String, String>> pairs() {
        return new SettingValue<>("key=value, several with commas", value -> {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (String pair : value.split(",")) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("it is key=value, several with commas");
                }
                String key = pair.substring(0, equals).strip();
                if (pairs.put(key, pair.substring(equals + 1).strip()) != null) {
                    throw new IllegalArgumentException("the key \"" + key + "\" stands there twice");
                }
            }
            return pairs;
        });
    }

    private static int within(String what, String value, int least, int most) {
        long number = value.matches("[0-9]{1,18}") ? Long.parseLong(value) : -1;
        if (number < least || number > most) {
            throw new IllegalArgumentException("it is a number (" + what + "), not \"" + value + "\"");
        }
        return (int) number;
    }
}
