// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.cli.terminal.Arguments;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import java.util.List;

/**
 * A header of a message, or an argument of a declaration, as {@code NAME=LETTER:VALUE} with the letter that the type has on
 * the wire.
 */
public record HeaderArgument(String name, FieldValue value) {

    /**
     * Reads one.
     *
     * @param option that it was given by, such as --header
     * @throws IllegalArgumentException with a sentence that names it
     */
    public static HeaderArgument parse(String option, String argument) {
        int equals = argument.indexOf('=');
        int colon = equals + 2;
        if (equals < 1 || argument.length() <= colon || argument.charAt(colon) != ':') {
            throw new IllegalArgumentException(option + " \"" + argument
                    + "\" is not NAME=LETTER:VALUE, such as n=I:5 or s=S:text; letters are " + FieldText.LETTERS);
        }
        String name = argument.substring(0, equals);
        Arguments.shortString("the name in " + option, name);
        try {
            char letter = argument.charAt(equals + 1);
            FieldValue value = FieldText.parse(letter, argument.substring(colon + 1));
            return new HeaderArgument(name, value);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(option + " \"" + argument + "\": " + wrong.getMessage(), wrong);
        }
    }

    /**
     * All that were given; of two with the same name the last one counts.
     *
     * @param option that they were given by, such as --header
     * @throws IllegalArgumentException with a sentence that names the one that is wrong
     */
    public static FieldTable table(String option, List<String> arguments) {
        FieldTable.Builder table = FieldTable.builder();
        for (String argument : arguments) {
            HeaderArgument header = parse(option, argument);
            table.put(header.name, header.value);
        }
        return table.build();
    }
}
