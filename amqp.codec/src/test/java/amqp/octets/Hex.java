// SPDX-License-Identifier: MPL-2.0
package amqp.octets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import amqp.codec.WireReader;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Octets written as hexadecimal digits, with spaces wherever they please the eye. */
public final class Hex {
    private Hex() {}

    public static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    public static String of(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    public static String of(ByteBuffer buffer, int offset, int length) {
        byte[] octets = new byte[length];
        buffer.get(offset, octets);
        return of(octets);
    }

    public static WireReader reader(String hex) {
        byte[] octets = octets(hex);
        return new WireReader().reset(ByteBuffer.wrap(octets), 0, octets.length);
    }

    /** A 32-bit number as 8 digits. */
    public static String int32(int value) {
        return HexFormat.of().toHexDigits(value);
    }

    /** A string without its length, as digits; ASCII only. */
    public static String text(String ascii) {
        return of(ascii.getBytes(US_ASCII));
    }
}
