// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import static amqp.frames.FrameFormat.HEADER_LENGTH;

import amqp.codec.WireException;
import amqp.codec.WireReader;
import amqp.codec.method.ConnectionMethod;
import amqp.frames.FrameType;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes out of octets what would let somebody log in: responses and challenges of SASL and new secrets are replaced by
 * asterisks, as many as there were octets, so that a frame stays a frame. Of octets that are no frames little is left, as
 * nobody knows what they are.
 */
final class Secrets {
    private static final byte MASK = '*';
    private static final int IDS_LENGTH = 4;

    /** Of octets that are no frame, when nothing secret can be in them. */
    private static final int SHOWN = 64;

    private Secrets() {}

    /** Whether a method frame has something to hide; asked before {@link #mask}, as nearly none has. */
    static boolean isSecret(RawFrame frame) {
        if (frame.type() != FrameType.METHOD || frame.size() < HEADER_LENGTH + IDS_LENGTH) {
            return false;
        }
        return switch (frame.buffer().getInt(frame.at() + HEADER_LENGTH)) {
            case ConnectionMethod.StartOk.ID,
                    ConnectionMethod.Secure.ID,
                    ConnectionMethod.SecureOk.ID,
                    ConnectionMethod.UpdateSecret.ID -> true;
            default -> false;
        };
    }

    /** Masks the octets of such a frame where they are. */
    static void mask(byte[] frame) {
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        int arguments = HEADER_LENGTH + IDS_LENGTH;
        int end = frame.length - 1;
        WireReader in = new WireReader().reset(buffer, arguments, end - arguments);
        int from = arguments;
        int to = end;
        try {
            if (buffer.getInt(HEADER_LENGTH) == ConnectionMethod.StartOk.ID) {
                in.skip(in.unsignedInt()); // client-properties
                in.skip(in.octet()); // mechanism
            }
            long length = in.unsignedInt();
            from = in.position();
            in.skip(length);
            to = in.position();
        } catch (WireException malformed) {
            // Then all of it from there on.
        }
        Arrays.fill(frame, from, to, MASK);
    }

    /**
     * Masks octets that are no frames.
     *
     * @param open whether nothing of them can be a login
     */
    static void maskUndecodable(byte[] octets, boolean open) {
        int shown = open && !mentionsUpdateSecret(octets) ? SHOWN : shownOfHeader(octets);
        int end = endOfFrame(octets);
        byte last = end < octets.length ? octets[end] : 0;
        if (shown < octets.length) {
            Arrays.fill(octets, shown, octets.length, MASK);
        }
        if (end < octets.length) {
            octets[end] = last;
        }
    }

    private static boolean mentionsUpdateSecret(byte[] octets) {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        for (int i = 0; i + IDS_LENGTH <= octets.length; i++) {
            if (buffer.getInt(i) == ConnectionMethod.UpdateSecret.ID) {
                return true;
            }
        }
        return false;
    }

    /** Type, channel and length, where there is something like a frame. */
    private static int shownOfHeader(byte[] octets) {
        return looksLikeFrame(octets) ? HEADER_LENGTH : 1;
    }

    /** Index of the octet that should end the frame; the number of octets where it is not among them. */
    private static int endOfFrame(byte[] octets) {
        if (!looksLikeFrame(octets)) {
            return octets.length;
        }
        long end = HEADER_LENGTH + (ByteBuffer.wrap(octets).getInt(3) & 0xffff_ffffL);
        return (int) Math.min(end, octets.length);
    }

    private static boolean looksLikeFrame(byte[] octets) {
        return octets.length >= HEADER_LENGTH
                && (octets[0] == FrameType.METHOD
                        || octets[0] == FrameType.HEADER
                        || octets[0] == FrameType.BODY
                        || octets[0] == FrameType.HEARTBEAT);
    }
}
