// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.math.BigInteger;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Option values from text, with sentences for people who do not know the types of Java. */
public final class Conversions {
    private Conversions() {}

    /** For the command and its subcommands. */
    public static void register(CommandLine command) {
        command.registerConverter(int.class, text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
        command.registerConverter(Integer.class, text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
        command.registerConverter(long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
        command.registerConverter(Long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
        command.registerConverter(Duration.class, Conversions::time);
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

    private static Duration time(String text) {
        try {
            return Times.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
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
