// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import amqp.codec.ReplyCode;
import amqp.codec.WireException;

/**
 * The peer replied with a protocol header instead of a frame: it refuses AMQP 0-9-1 and names its protocol version
 * (specification 4.2.2).
 */
public final class ProtocolHeaderException extends WireException {
    private static final long serialVersionUID = 1L;

    private final int version;

    /** @param version the four octets after the letters AMQP, the first one highest */
    ProtocolHeaderException(int version) {
        super(
                ReplyCode.FRAME_ERROR,
                "The peer refuses AMQP 0-9-1 and offers version " + dotted(version)
                        + ": connect to a broker, or a port," + " that speaks AMQP 0-9-1.");
        this.version = version;
    }

    /** Returns the four bytes of the peer's version, for example 0-0-9-1. */
    public String version() {
        return dotted(version);
    }

    private static String dotted(int version) {
        return (version >>> 24) + "-" + (version >>> 16 & 0xff) + "-" + (version >>> 8 & 0xff) + "-" + (version & 0xff);
    }
}
