// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of single options. */
public final class Arguments {
    /** Octets of a message: what RabbitMQ can be set to at most. */
    public static final int MOST_OCTETS = 512 << 20;

    /** What basic.qos takes at most; 0 is no limit. */
    public static final int MOST_PREFETCH = 0xffff;

    private static final int SHORT_STRING = 255;

    private Arguments() {}

    /** @throws ParameterException when the value is less */
    public static void atLeast(CommandSpec command, String option, double value, long least) {
        if (!(value >= least)) {
            throw new ParameterException(
                    command.commandLine(), option + " must be at least " + least + "; it is " + plain(value));
        }
    }

    /** @throws ParameterException when it is no number of messages that basic.qos takes */
    public static void prefetch(CommandSpec command, String option, int messages) {
        atLeast(command, option, messages, 0);
        if (messages > MOST_PREFETCH) {
            throw new ParameterException(
                    command.commandLine(), option + " must be at most " + MOST_PREFETCH + "; it is " + messages);
        }
    }

    /** @throws ParameterException when the value is not more */
    public static void moreThan(CommandSpec command, String option, double value, long bound) {
        if (!(value > bound)) {
            throw new ParameterException(
                    command.commandLine(), option + " must be more than " + bound + "; it is " + plain(value));
        }
    }

    /** @throws ParameterException when the time is 0 */
    public static void moreThanZero(CommandSpec command, String option, Duration time) {
        moreThan(command, option, time.toNanos(), 0);
    }

    /**
     * The value of --size, octets of a body.
     *
     * @throws ParameterException when it is no possible one
     */
    public static int size(CommandSpec command, long octets) {
        atLeast(command, "--size", octets, 0);
        if (octets > MOST_OCTETS) {
            throw new ParameterException(
                    command.commandLine(),
                    "--size must be at most " + MOST_OCTETS + " bytes (512 MiB); it is " + octets);
        }
        return (int) octets;
    }

    /** @throws ParameterException when it is too long for the name of a queue or an exchange, or a routing key */
    public static void shortString(CommandSpec command, String option, String text) {
        try {
            shortString(option, text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException when it is too long for any name */
    public static void shortString(String what, String text) {
        int octets = text.getBytes(StandardCharsets.UTF_8).length;
        if (octets > SHORT_STRING) {
            throw new IllegalArgumentException(
                    what + " must be at most " + SHORT_STRING + " bytes in UTF-8; it has " + octets);
        }
    }

    private static String plain(double value) {
        return value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }
}
