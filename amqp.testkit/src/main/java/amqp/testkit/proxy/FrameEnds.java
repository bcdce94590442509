// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

/** Finds where frames end in one direction of a connection, for faults that aim at a frame. One thread. */
final class FrameEnds {
    private static final int HEADER = 7;
    private static final int PROTOCOL_HEADER = 8;

    /** Place within the frame, the frame-end octet being at {@code HEADER + size}. */
    private long place;

    private long size;
    private boolean protocolHeader;

    /** Takes the next octet, and says whether it ends a frame. */
    boolean isEnd(byte octet) {
        if (place == 0) begin(octet);
        else if (place >= 3 && place < HEADER && !protocolHeader) size = size << 8 | octet & 0xff;
        var end = protocolHeader ? PROTOCOL_HEADER - 1 : HEADER + size;
        var atEnd = place >= HEADER && place == end;
        place = atEnd ? 0 : place + 1;
        return atEnd && !protocolHeader;
    }

    private void begin(byte octet) {
        protocolHeader = octet == 'A';
        size = 0;
    }
}
