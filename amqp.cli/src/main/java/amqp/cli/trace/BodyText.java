// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.cli.terminal.Text;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The beginning of a body or of other octets: as text where it is UTF-8, though a character may be cut at its end. */
final class BodyText {
    /** Octets of a character that may lack its last one. */
    private static final int MOST_CUT = 3;

    private BodyText() {}

    /** Empty where it is no text. */
    static Optional<String> text(byte[] beginning) {
        for (int cut = 0; cut <= Math.min(MOST_CUT, beginning.length); cut++) {
            Optional<String> text = Text.utf8(Arrays.copyOf(beginning, beginning.length - cut));
            if (text.isPresent()) {
                return text;
            }
        }
        return Optional.empty();
    }

    static String hex(byte[] beginning) {
        return HexFormat.of().formatHex(beginning);
    }
}
