// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import amqp.codec.ForeignText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Octets from the network as text that is safe to show. */
public final class Text {
    private static final int HEX_SHOWN = 64;

    private Text() {}

    /** The octets as UTF-8; empty when they are something else. */
    public static Optional<String> utf8(byte[] octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** For people to read: the text, or the first octets in hexadecimal. */
    public static String readable(byte[] octets) {
        Optional<String> text = utf8(octets);
        if (text.isPresent()) {
            return ForeignText.lines(text.get());
        }
        int shown = Math.min(octets.length, HEX_SHOWN);
        return "0x" + HexFormat.of().formatHex(octets, 0, shown) + (shown < octets.length ? "…" : "");
    }
}
