// SPDX-License-Identifier: MPL-2.0
package amqp.codec.generator;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * The further members of a record that holds secret octets: copies instead of the array itself, equality by content,
 * and a text form that shows lengths only.
 */
final class SecretSource {
    private SecretSource() {}

    static String of(ProtocolMethod method) {
        List<Field> fields = method.components();
        String accessors = fields.stream()
                .filter(SecretSource::isSecret)
                .map(SecretSource::accessor)
                .collect(joining());
        String equal = fields.stream().map(SecretSource::equality).collect(joining(" && "));
        String hash = fields.stream()
                .map(f -> isSecret(f) ? "Arrays.hashCode(" + f.javaName() + ")" : f.javaName())
                .collect(joining(", "));
        String text = fields.stream().map(SecretSource::text).collect(joining(" + \", "));
        return accessors + """
                @Override public boolean equals(@Nullable Object other) {
                return other instanceof %1$s that && %2$s;
                }
                @Override public int hashCode() {
                return Objects.hash(%3$s);
                }
                @Override public String toString() {
                return "%1$s[%4$s + "]";
                }
                """.formatted(method.javaName(), equal, hash, text);
    }

    private static boolean isSecret(Field field) {
        return field.type() == FieldType.SECRET;
    }

    private static String accessor(Field field) {
        return """

                /** A copy of the octets. */
                @Override public byte[] %1$s() {
                return %1$s.clone();
                }
                """.formatted(field.javaName());
    }

    private static String equality(Field field) {
        String format = isSecret(field) ? "Arrays.equals(%1$s, that.%1$s)" : "%1$s.equals(that.%1$s)";
        return format.formatted(field.javaName());
    }

    private static String text(Field field) {
        String format = isSecret(field) ? "%1$s=\" + Arguments.hidden(%1$s)" : "%1$s=\" + %1$s";
        return format.formatted(field.javaName());
    }
}
