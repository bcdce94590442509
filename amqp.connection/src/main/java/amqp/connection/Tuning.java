// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.heartbeat.HeartbeatMonitor;

/**
 * The limits negotiated in connection.tune (specification §1.4.2.5).
 *
 * @param channelMax highest channel number, 1 to 65535
 * @param frameMax largest frame in bytes, including its overhead of 8; 16 MiB if neither side sets a limit
 * @param heartbeatSeconds heartbeat interval in seconds, 0 when switched off
 */
public record Tuning(int channelMax, int frameMax, int heartbeatSeconds) {

    private static final int HIGHEST_CHANNEL = 65535;

    /** What "no limit" comes to: a peer could otherwise make us take gigabytes for one frame. */
    private static final int LARGEST_FRAME = 1 << 24;

    /** The smaller of both wishes, or the other one where one is 0 ("no limit"). */
    static Tuning negotiate(Tuning wish, int channelMax, long frameMax, int heartbeatSeconds) {
        return new Tuning(
                (int) smaller(wish.channelMax, channelMax, HIGHEST_CHANNEL),
                (int) smaller(wish.frameMax, frameMax, LARGEST_FRAME),
                HeartbeatMonitor.negotiate(wish.heartbeatSeconds, heartbeatSeconds));
    }

    private static long smaller(int wish, long offer, int withoutWish) {
        int ours = wish == 0 ? withoutWish : wish;
        return offer == 0 ? ours : Math.min(ours, offer);
    }
}
