// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

final class Frames {
    private Frames() {}

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    static List<WireFrame> parse(byte[] octets) {
        return parse(octets, octets.length);
    }

    /** Fed in pieces of so many octets. */
    static List<WireFrame> parse(byte[] octets, int piece) {
        var parser = new FrameParser();
        var frames = new ArrayList<WireFrame>();
        for (var at = 0; at < octets.length; at += piece) {
            parser.feed(ByteBuffer.wrap(octets, at, Math.min(piece, octets.length - at)), frames::add);
        }
        return frames;
    }
}
