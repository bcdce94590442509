// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Option values from text, with sentences for people who do not know the types of Java. */
public final class Conversions {
    private static final Pattern DURATION = Pattern.compile("([0-9]+)(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private Conversions() {}

    /** For the command and its subcommands. */
    public static void register(CommandLine command) {
        command.registerConverter(int.class, text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
        command.registerConverter(Integer.class, text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
        command.registerConverter(long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
        command.registerConverter(Long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
        command.registerConverter(Duration.class, Conversions::duration);
        command.registerConverter(double.class, Conversions::number);
        command.setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static long whole(String text, long least, long most) {
        BigInteger value;
        try {
            value = new BigInteger(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
        if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new TypeConversionException("'" + text + "' is not within " + least + " to " + most);
        }
        return value.longValue();
    }

    /** A whole number with its unit; one without a unit would be milliseconds to some and seconds to others. */
    private static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a time with its unit, such as 500ms, 30s, 5m, 2h or 7d");
        }
        try {
            return Duration.of(whole(parts.group(1), 0, Long.MAX_VALUE), UNITS.get(parts.group(2)));
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + text + "' is too long a time");
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a number");
        }
    }
}
