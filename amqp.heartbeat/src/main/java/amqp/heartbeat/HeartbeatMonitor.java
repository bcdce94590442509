// SPDX-License-Identifier: MPL-2.0
package amqp.heartbeat;

/**
 * Decides about heartbeats (specification §4.2.7); it never acts. Times are nanoTime readings, in nanoseconds.
 *
 * <p>Any byte counts as a heartbeat, in both directions. When nothing was sent for half an interval, a heartbeat is
 * due; when nothing was received for two intervals, the peer is dead and the transport is closed without a handshake.
 * Silence counts only while this side reads, so the caller reports when reading pauses and resumes. One owner at a
 * time; nothing is synchronized.
 */
public final class HeartbeatMonitor {
    /** The action that {@link #poll} returns. */
    public enum Action {
        /** Nothing is due. */
        NONE,
        /** Send a heartbeat frame, unless other bytes already wait to be sent. */
        SEND,
        /** The peer is dead: close the transport at once, and report {@link #silenceNanos}. */
        CLOSE
    }

    /** The largest interval in connection.tune, in seconds. */
    public static final int MAX_SECONDS = 0xffff;

    private static final long NANOS_A_SECOND = 1_000_000_000;

    private final long intervalNanos;
    private final long halfNanos;
    private long lastReceived;
    private long lastSent;
    private boolean readingPaused;

    /**
     * Creates a monitor and starts counting.
     *
     * @param intervalNanos the negotiated interval, 0 for none, at most {@link #MAX_SECONDS}
     * @param now the current reading; both directions count as active at this moment
     * @throws IllegalArgumentException when the interval is out of range
     */
    public HeartbeatMonitor(long intervalNanos, long now) {
        if (intervalNanos < 0 || intervalNanos > MAX_SECONDS * NANOS_A_SECOND) {
            throw new IllegalArgumentException("The heartbeat interval is " + intervalNanos
                    + " ns; give 0 for none, or at most " + MAX_SECONDS + " s.");
        }
        this.intervalNanos = intervalNanos;
        this.halfNanos = (intervalNanos + 1) / 2; // rounded up, so that it is 0 only when heartbeats are off
        this.lastReceived = now;
        this.lastSent = now;
    }

    /**
     * Returns the interval for connection.tune-ok. If the client requests 0, it is 0, which switches heartbeats off on
     * both sides, as the server obeys tune-ok. Otherwise it is the smaller of the two, or the client's if the server
     * offers 0.
     *
     * @param clientSeconds requested by the client, 0 to 65535
     * @param serverSeconds offered in connection.tune, 0 to 65535
     * @return seconds, 0 to 65535
     */
    public static int negotiate(int clientSeconds, int serverSeconds) {
        checkSeconds("client", clientSeconds);
        checkSeconds("server", serverSeconds);
        return serverSeconds == 0 ? clientSeconds : Math.min(clientSeconds, serverSeconds);
    }

    private static void checkSeconds(String side, int seconds) {
        if (seconds < 0 || seconds > MAX_SECONDS) {
            throw new IllegalArgumentException("The " + side + "'s heartbeat is " + seconds
                    + " s, which is outside of 0 to " + MAX_SECONDS + " s.");
        }
    }

    /** Reports that bytes were received, a heartbeat or any others, even part of a frame. */
    public void received(long now) {
        lastReceived = now;
    }

    /** Reports that bytes were sent to the transport, a heartbeat or any others. */
    public void sent(long now) {
        lastSent = now;
    }

    /** Reports that this side stops reading, for example because its queues are full: silence no longer counts. */
    public void readingPaused() {
        readingPaused = true;
    }

    /** Reports that this side reads again: the peer's silence counts from now. */
    public void readingResumed(long now) {
        readingPaused = false;
        lastReceived = now;
    }

    /**
     * Returns the action that is due. Early calls have no effect. SEND is returned once per half interval, so a
     * transport that accepts no bytes does not turn the caller's timer into a busy loop; CLOSE is returned by each call
     * until something is received.
     *
     * <p>Report received bytes with {@link #received} before polling, so that a process that was suspended does not
     * blame its peer.
     */
    public Action poll(long now) {
        if (intervalNanos == 0) {
            return Action.NONE;
        }
        // Differences, never comparisons: nanoTime wraps.
        if (!readingPaused && now - lastReceived >= 2 * intervalNanos) {
            return Action.CLOSE;
        }
        if (now - lastSent < halfNanos) {
            return Action.NONE;
        }
        lastSent = now;
        return Action.SEND;
    }

    /**
     * Returns the delay until {@link #poll} returns an action, unless bytes are sent or received before.
     *
     * @return nanoseconds, 0 if an action is due, {@link Long#MAX_VALUE} if heartbeats are off
     */
    public long nanosUntilPoll(long now) {
        if (intervalNanos == 0) {
            return Long.MAX_VALUE;
        }
        var untilSend = halfNanos - (now - lastSent);
        var untilClose = readingPaused ? untilSend : 2 * intervalNanos - (now - lastReceived);
        return Math.max(0, Math.min(untilSend, untilClose));
    }

    /** Returns for how many nanoseconds nothing was received from the peer; 0 while this side does not read. */
    public long silenceNanos(long now) {
        return readingPaused ? 0 : now - lastReceived;
    }

    /** Returns the negotiated interval in nanoseconds; 0 if heartbeats are off. */
    public long intervalNanos() {
        return intervalNanos;
    }
}
