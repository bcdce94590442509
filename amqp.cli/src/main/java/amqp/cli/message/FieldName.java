// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.codec.FieldValue;
import java.util.Base64;

/**
 * Names of fields as names of JSON members. Readers of JSON refuse a name that is not Unicode text, as one is that was not
 * UTF-8 on the wire: it is written as {@code base64:} and its bytes. So is a name that begins like that.
 */
final class FieldName {
    private static final String PREFIX = "base64:";

    private FieldName() {}

    static String json(String name) {
        boolean plain = !name.startsWith(PREFIX) && name.codePoints().noneMatch(FieldName::isSurrogate);
        return plain
                ? name
                : PREFIX
                        + Base64.getEncoder().encodeToString(FieldValue.of(name).asBytes());
    }

    /** @throws IllegalArgumentException when what follows {@code base64:} is not Base64 */
    static String parse(String member) {
        if (!member.startsWith(PREFIX)) {
            return member;
        }
        try {
            byte[] name = Base64.getDecoder().decode(member.substring(PREFIX.length()));
            return FieldValue.string(name).asString();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the name \"" + member + "\" is not Base64 after its prefix", e);
        }
    }

    /** Of a pair there is one code point, which is none. */
    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
