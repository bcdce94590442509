// SPDX-License-Identifier: MPL-2.0
package amqp.codec.generator;

import java.nio.charset.StandardCharsets;

/** Any text as the definition of the protocol: classes, or an {@link IllegalArgumentException}. */
public final class DefinitionTarget {
    private DefinitionTarget() {}

    /** Reads it. */
    public static void run(byte[] octets) {
        try {
            Definition.parse(new String(octets, StandardCharsets.UTF_8)).toString();
        } catch (IllegalArgumentException refused) {
            if (refused.getMessage() == null) {
                throw new AssertionError("it is refused without a word", refused);
            }
        }
    }
}
