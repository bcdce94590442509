// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.nio.charset.StandardCharsets;

/**
 * What happened to a connection, as the proxy hands it on and as a capture file keeps it.
 *
 * @param connection counted from 1
 * @param direction of octets; {@link Direction#TO_BROKER} for the other kinds
 * @param nanos since 1970
 * @param content the octets; for the other kinds text in UTF-8. Not changed by anybody
 */
record TraceRecord(Kind kind, int connection, Direction direction, long nanos, byte[] content) {
    /** The order is that of the numbers in a capture file. */
    enum Kind {
        /** A client has connected; the text says from where. */
        OPENED,
        /** Octets passed. */
        OCTETS,
        /** The connection has ended; the text says how. */
        CLOSED,
        /** Frames are missing in a capture from here on; the text is their number. */
        GAP
    }

    static TraceRecord octets(int connection, Direction direction, long nanos, byte[] octets) {
        return new TraceRecord(Kind.OCTETS, connection, direction, nanos, octets);
    }

    static TraceRecord of(Kind kind, int connection, long nanos, String text) {
        return new TraceRecord(kind, connection, Direction.TO_BROKER, nanos, text.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
