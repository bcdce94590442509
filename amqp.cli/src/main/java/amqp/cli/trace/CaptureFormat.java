// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The format of a capture file, big-endian: the magic octets {@code AMQPTRC} and the version 1; then records. A record is
 * the length of its rest without the checksum (4 octets), the CRC-32C of that rest (4), and the rest: kind (1), direction
 * (1), connection (4), nanoseconds since 1970 (8), and the content. Octets are kept as whole frames.
 */
final class CaptureFormat {
    private static final byte[] MAGIC = "AMQPTRC".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int FIXED = 14;

    /** A frame can be as large as what is decoded, and the last octets of a chunk come with it. */
    private static final int MOST = (64 << 20) + (1 << 20);

    private CaptureFormat() {}

    /** A file that is none, or whose rest cannot be read; the message goes on after the file's name. */
    static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    static void begin(DataOutputStream out) throws IOException {
        out.write(MAGIC);
        out.write(VERSION);
    }

    static void write(DataOutputStream out, TraceRecord passed) throws IOException {
        byte[] head = ByteBuffer.allocate(FIXED)
                .put((byte) passed.kind().ordinal())
                .put((byte) passed.direction().ordinal())
                .putInt(passed.connection())
                .putLong(passed.nanos())
                .array();
        out.writeInt(FIXED + passed.content().length);
        out.writeInt(checksum(head, passed.content()));
        out.write(head);
        out.write(passed.content());
    }

    /** @throws DamagedException when it is no capture, or of another version */
    static void readBegin(DataInputStream in) throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new DamagedException("is no capture of \"amqp trace --write\"");
        }
        int version = in.read();
        if (version != VERSION) {
            throw new DamagedException(
                    "is a capture of version " + version + "; this command reads version " + VERSION);
        }
    }

    /**
     * The next record; null at the end.
     *
     * @throws DamagedException when it is cut off, or is not what was written
     */
    static TraceRecord read(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        try {
            int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int checksum = in.readInt();
            if (length < FIXED || length > MOST) {
                throw new DamagedException("is damaged");
            }
            byte[] head = exactly(in, FIXED);
            byte[] content = exactly(in, length - FIXED);
            if (checksum(head, content) != checksum) {
                throw new DamagedException("is damaged");
            }
            return record(ByteBuffer.wrap(head), content);
        } catch (EOFException cut) {
            throw new DamagedException("is cut off");
        }
    }

    private static TraceRecord record(ByteBuffer head, byte[] content) throws DamagedException {
        int kind = head.get();
        int direction = head.get();
        if (kind < 0
                || kind >= TraceRecord.Kind.values().length
                || direction < 0
                || direction >= Direction.values().length) {
            throw new DamagedException("is damaged");
        }
        return new TraceRecord(
                TraceRecord.Kind.values()[kind], head.getInt(), Direction.values()[direction], head.getLong(), content);
    }

    /** Takes memory as octets come, whatever the length says. */
    private static byte[] exactly(DataInputStream in, int length) throws IOException {
        byte[] octets = in.readNBytes(length);
        if (octets.length < length) {
            throw new EOFException();
        }
        return octets;
    }

    private static int checksum(byte[] head, byte[] content) {
        CRC32C sum = new CRC32C();
        sum.update(head);
        sum.update(content);
        return (int) sum.getValue();
    }
}
