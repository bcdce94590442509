// SPDX-License-Identifier: MPL-2.0
package amqp.cli.consume;

import amqp.cli.message.FieldText;
import amqp.codec.FieldValue;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where to begin in a stream, as RabbitMQ takes it: {@code first}, {@code last}, {@code next}, an offset or a time. */
final class StreamOffset implements ITypeConverter<FieldValue> {
    @Override
    public FieldValue convert(String text) {
        try {
            return switch (text) {
                case "first", "last", "next" -> FieldValue.string(text);
                default ->
                    text.endsWith("Z")
                            ? FieldValue.timestampSeconds(FieldText.seconds(text))
                            : FieldText.parse('l', text);
            };
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "'" + text
                            + "' is none of first, last, next, an offset such as 1000, and a time such as 2026-01-31T12:00:00Z");
        }
    }
}
