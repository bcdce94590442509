// SPDX-License-Identifier: MPL-2.0
package amqp.heartbeat;

/**
 * Heartbeat timing (specification §4.2.7). Decides; never acts. Times are nanoTime readings, in nanoseconds.
 *
 * <p>The theory: any octet is a sign of life, in both directions. When nothing went out for half an interval a
 * heartbeat is due; when nothing came in for two intervals the peer is dead and the transport is dropped without a
 * handshake. Only silence of the peer counts: while this side doesn't read, it can't know, so the caller says when
 * reading pauses and resumes. One owner at a time; nothing is synchronized.
 */
public final class HeartbeatMonitor {
    /** What {@link #poll} asks for. */
    public enum Action {
        /** Nothing is due. */
        NONE,
        /** Send a heartbeat frame, unless other octets are already waiting to go out. */
        SEND,
        /** The peer is dead: drop the transport at once, and report {@link #silenceNanos}. */
        CLOSE
    }

    /** The largest value that connection.tune can carry, in seconds. */
    public static final int MAX_SECONDS = 0xffff;

    private static final long NANOS_A_SECOND = 1_000_000_000;

    private final long intervalNanos;
    private final long halfNanos;
    private long lastReceived;
    private long lastSent;
    private boolean readingPaused;

    /**
     * Starts counting.
     *
     * @param intervalNanos the interval agreed upon, 0 for none, at most {@link #MAX_SECONDS}
     * @param now the present reading; both directions count as alive at this moment
     * @throws IllegalArgumentException when the interval is out of its range
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
     * The interval for connection.tune-ok. A client that wishes 0 gets 0, which turns heartbeats off on both sides, as
     * the server obeys tune-ok. Otherwise it is the smaller of the two, and the client's wish where the server offers 0.
     *
     * @param clientSeconds the client's wish, 0 to 65535
     * @param serverSeconds the offer in connection.tune, 0 to 65535
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

    /** Octets came in, be they a heartbeat or anything else, a partial frame included. */
    public void received(long now) {
        lastReceived = now;
    }

    /** Octets went out to the transport, be they a heartbeat or anything else. */
    public void sent(long now) {
        lastSent = now;
    }

    /** This side stops reading, for example because its queues are full: silence no longer speaks against the peer. */
    public void readingPaused() {
        readingPaused = true;
    }

    /** This side reads again: the peer's silence is counted from now. */
    public void readingResumed(long now) {
        readingPaused = false;
        lastReceived = now;
    }

    /**
     * What is due. Early calls do nothing. SEND is told once per half interval, so a transport that takes no octets
     * doesn't turn the caller's timer into a busy loop; CLOSE is told on each call until something is received.
     *
     * <p>Report what has arrived with {@link #received} before polling, lest a process that was suspended blame its
     * peer.
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
     * The delay after which {@link #poll} has something to say, unless octets move meanwhile.
     *
     * @return nanoseconds, 0 when it has now, {@link Long#MAX_VALUE} when heartbeats are off
     */
    public long nanosUntilPoll(long now) {
        if (intervalNanos == 0) {
            return Long.MAX_VALUE;
        }
        var untilSend = halfNanos - (now - lastSent);
        var untilClose = readingPaused ? untilSend : 2 * intervalNanos - (now - lastReceived);
        return Math.max(0, Math.min(untilSend, untilClose));
    }

    /** How long nothing has been heard from the peer, in nanoseconds; 0 while this side doesn't read. */
    public long silenceNanos(long now) {
        return readingPaused ? 0 : now - lastReceived;
    }

    /** The interval agreed upon, in nanoseconds; 0 when heartbeats are off. */
    public long intervalNanos() {
        return intervalNanos;
    }
}
