// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as options have them: seconds, or a number with its unit. */
public final class Times {
    /** Longer than anyone waits, and still a number of nanoseconds. */
    public static final Duration FOREVER = Duration.ofDays(36500);

    private static final Pattern TIME = Pattern.compile("([0-9]*\\.?[0-9]+)(ms|s|m|h|d|)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Times() {}

    /**
     * Reads a time of at most {@link #FOREVER}; what is less than a nanosecond is left out.
     *
     * @throws IllegalArgumentException with a sentence when the text is anything else
     */
    public static Duration parse(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a time, such as 30 or 30s for seconds, 500ms, 5m, 2h or 7d");
        }
        BigDecimal nanos = new BigDecimal(parts.group(1)).multiply(nanos(UNITS.get(parts.group(2))));
        if (nanos.compareTo(nanos(FOREVER)) > 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is too long a time; the longest is " + FOREVER.toDays() + "d");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    private static BigDecimal nanos(Duration time) {
        return BigDecimal.valueOf(time.toNanos());
    }
}
