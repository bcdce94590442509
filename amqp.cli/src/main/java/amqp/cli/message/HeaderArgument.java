// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.cli.terminal.Arguments;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import java.util.List;

/** A message header of the command line, {@code NAME=LETTER:VALUE}, with the letter that the type has on the wire. */
public record HeaderArgument(String name, FieldValue value) {

    /** @throws IllegalArgumentException with a sentence that names the argument */
    public static HeaderArgument parse(String argument) {
        int equals = argument.indexOf('=');
        int colon = equals + 2;
        if (equals < 1 || argument.length() <= colon || argument.charAt(colon) != ':') {
            throw new IllegalArgumentException("the header \"" + argument
                    + "\" is not NAME=LETTER:VALUE, such as n=I:5 or s=S:text; letters are " + FieldText.LETTERS);
        }
        String name = argument.substring(0, equals);
        Arguments.shortString("the name in --header", name);
        try {
            char letter = argument.charAt(equals + 1);
            FieldValue value = FieldText.parse(letter, argument.substring(colon + 1));
            return new HeaderArgument(name, value);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the header \"" + argument + "\": " + wrong.getMessage(), wrong);
        }
    }

    /** Of two with the same name the last one counts. */
    public static FieldTable table(List<String> arguments) {
        FieldTable.Builder table = FieldTable.builder();
        for (String argument : arguments) {
            HeaderArgument header = parse(argument);
            table.put(header.name, header.value);
        }
        return table.build();
    }
}
