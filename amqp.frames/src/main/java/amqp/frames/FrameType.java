// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

/** The first byte of a frame (specification 4.2.3). */
public final class FrameType {
    /** A method with its arguments (4.2.4). */
    public static final int METHOD = 1;
    /** The header of a content: its size and properties (4.2.6.1). */
    public static final int HEADER = 2;
    /** A part of a content's body (4.2.6.2). */
    public static final int BODY = 3;
    /** A heartbeat, without payload, on channel 0 (4.2.7). */
    public static final int HEARTBEAT = 8;

    private FrameType() {}
}
