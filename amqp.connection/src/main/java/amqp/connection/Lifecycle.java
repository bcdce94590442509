// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The states of a connection, all their transitions, and the time that a step may take:
 *
 * <pre>
 *   NEW ──▶ HANDSHAKE ──▶ OPEN ── our close ──▶ CLOSING ── close-ok, timeout ───▶ CLOSED
 *                │          │                                                      ▲
 *                │          ├── no frames any more ──▶ LEAVING ── sent, timeout ───┤
 *                └──────────┴── the peer's close ──▶ ENDING ── timeout ────────────┤
 *   any ── the transport is gone, heartbeats missed ───────────────────────────────┘
 * </pre>
 *
 * The first reason for the end is the one that counts.
 */
final class Lifecycle {
    enum State {
        /** Nothing has happened yet. */
        NEW,
        HANDSHAKE,
        OPEN,
        /** We sent connection.close and await close-ok. */
        CLOSING,
        /** We sent connection.close to a peer whose close-ok could not be told from its other octets. */
        LEAVING,
        /** We answered the peer's close: it is to close the transport, or we do when the step's time is over. */
        ENDING,
        CLOSED
    }

    private State state = State.NEW;
    private @Nullable CloseReason reason;
    private Duration stepTimeout = Duration.ZERO;
    private long stepDeadline;

    boolean is(State other) {
        return state == other;
    }

    /** Null until the end has begun. */
    @Nullable
    CloseReason reason() {
        return reason;
    }

    Duration stepTimeout() {
        return stepTimeout;
    }

    void begin(Duration timeout, long now) {
        enter(State.HANDSHAKE, timeout, now);
    }

    void opened() {
        state = State.OPEN;
    }

    void closing(CloseReason why, Duration timeout, long now) {
        reason = why;
        enter(State.CLOSING, timeout, now);
    }

    /** From {@link State#CLOSING}, whose reason and time go on. */
    void leaving() {
        state = State.LEAVING;
    }

    void ending(CloseReason why, Duration timeout, long now) {
        reason = why;
        enter(State.ENDING, timeout, now);
    }

    void closed(CloseReason why) {
        if (reason == null) {
            reason = why;
        }
        state = State.CLOSED;
    }

    /**
     * Whether what the channels receive still means something: not when the peer broke the protocol or has closed, but
     * yes while the application closes, as the broker may still confirm publishes.
     */
    boolean takesChannelFrames() {
        return state == State.OPEN || state == State.CLOSING && reason instanceof CloseReason.ByApplication;
    }

    /** Whether nothing that the peer says matters any more. */
    boolean isDeaf() {
        return state == State.LEAVING || state == State.ENDING || state == State.CLOSED;
    }

    /** Delay until the present step has taken too long; {@link Long#MAX_VALUE} where there is no limit. */
    long nanosUntilStepEnds(long now) {
        return hasTimeout() ? Math.max(0, stepDeadline - now) : Long.MAX_VALUE;
    }

    private boolean hasTimeout() {
        return switch (state) {
            case HANDSHAKE, CLOSING, LEAVING, ENDING -> true;
            case NEW, OPEN, CLOSED -> false;
        };
    }

    private void enter(State next, Duration timeout, long now) {
        state = next;
        stepTimeout = timeout;
        stepDeadline = now + Call.nanos(timeout);
    }
}
