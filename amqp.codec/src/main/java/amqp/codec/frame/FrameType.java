// SPDX-License-Identifier: MPL-2.0
package amqp.codec.frame;

/** The first octet of a frame (specification 4.2.3). */
public final class FrameType {
    public static final int METHOD = 1;
    public static final int HEADER = 2;
    public static final int BODY = 3;
    public static final int HEARTBEAT = 8;

    private FrameType() {}
}
