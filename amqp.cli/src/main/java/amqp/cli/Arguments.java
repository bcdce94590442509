// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of single options. */
final class Arguments {
    private Arguments() {}

    /** @throws ParameterException when the value is less */
    static void atLeast(CommandSpec command, String option, double value, long least) {
        if (!(value >= least)) {
            throw new ParameterException(
                    command.commandLine(), option + " must be at least " + least + "; it is " + plain(value));
        }
    }

    private static String plain(double value) {
        return value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }
}
