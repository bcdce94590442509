// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Distinguished encoding (X.690), as far as certificates need it: tag, length, value. */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_ID = 0x06;
    static final int UTC_TIME = 0x17;
    static final int SEQUENCE = 0x30;
    static final byte[] TRUE = {1, 1, -1};

    private Der() {}

    static byte[] value(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) content.writeBytes(part);
        var out = new ByteArrayOutputStream();
        out.write(tag);
        length(out, content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return value(SEQUENCE, parts);
    }

    /** Explicit tag [number]. */
    static byte[] explicit(int number, byte[]... parts) {
        return value(0xa0 | number, parts);
    }

    static byte[] objectId(String hex) {
        return value(OBJECT_ID, HexFormat.of().parseHex(hex));
    }

    static byte[] text(int tag, String ascii) {
        return value(tag, ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** A whole number of octets. */
    static byte[] bits(byte[] octets) {
        return value(BIT_STRING, new byte[1], octets);
    }

    private static void length(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
    }
}
