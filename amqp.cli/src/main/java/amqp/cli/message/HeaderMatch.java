// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A header that a message must have, {@code NAME=VALUE}.
 *
 * @param text the value as text, which a value of any type may have
 * @param typed the value where the text is one with the letter of its type, as in {@code I:5}
 */
record HeaderMatch(String name, String text, Optional<FieldValue> typed) {

    static HeaderMatch parse(String argument) {
        int equals = argument.indexOf('=');
        if (equals < 1) {
            throw new TypeConversionException(
                    "\"" + argument + "\" is not NAME=VALUE, such as type=order or attempts=I:5");
        }
        String text = argument.substring(equals + 1);
        return new HeaderMatch(argument.substring(0, equals), text, typed(text));
    }

    private static Optional<FieldValue> typed(String text) {
        try {
            return text.length() > 1 && text.charAt(1) == ':'
                    ? Optional.of(FieldText.parse(text.charAt(0), text.substring(2)))
                    : Optional.empty();
        } catch (IllegalArgumentException justText) {
            return Optional.empty();
        }
    }

    boolean matches(FieldTable headers) {
        FieldValue value = headers.get(name);
        return value != null && (typed.filter(value::equals).isPresent() || text.equals(FieldText.of(value)));
    }

    static final class Converter implements ITypeConverter<HeaderMatch> {
        @Override
        public HeaderMatch convert(String argument) {
            return parse(argument);
        }
    }
}
