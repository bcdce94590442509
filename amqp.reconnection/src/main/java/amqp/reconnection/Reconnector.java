// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The state machine that keeps one connection open: it is told what happened and returns what to do next. It never
 * connects, waits or calls back. It belongs to one connection and is used by one thread at a time. Times are nanoTime
 * readings, in nanoseconds.
 *
 * <pre>
 *   NEW         start                                CONNECTING
 *   CONNECTING  attemptFailed                        CONNECTING, or ENDED when the strategy gives up
 *   CONNECTING  credentialsMissing                   as attemptFailed, but the round is over
 *   CONNECTING  credentialsRefused                   ENDED, or as credentialsMissing when so asked
 *   CONNECTING  opened                               OPEN
 *   OPEN        lost                                 CONNECTING, or ENDED when the strategy gives up
 *   any         closedByApplication                  ENDED
 *   ENDED       anything, as reports may be late     ENDED
 * </pre>
 *
 * <p>An event that does not fit the state throws {@link IllegalStateException} and changes nothing.
 *
 * <p>The first connect starts at once, every later round after the delay of the strategy; within a round the addresses
 * follow each other at once. A successful open resets the number of rounds and the elapsed time.
 *
 * @param <A> whatever the caller connects to
 */
public final class Reconnector<A> {
    /** The state of the connection. */
    public enum State {
        /** Not started. */
        NEW,
        /** Waiting for the next attempt, or attempting. */
        CONNECTING,
        /** In use. */
        OPEN,
        /** Closed for good. */
        ENDED
    }

    /** What to do when the server refuses the credentials. */
    public enum OnRefusal {
        /** End: the same password will be refused again, and servers lock out clients that insist. */
        GIVE_UP,
        /** Ask the strategy, always with its delay, for instance if another program renews the credentials. */
        RETRY
    }

    private final ReconnectionStrategy strategy;
    private final AddressRotation<A> addresses;
    private final RandomGenerator random;
    private final OnRefusal onRefusal;

    private State state = State.NEW;
    private String end = "";
    private int round;
    private long troubleSince;

    /** Creates a state machine that owns the addresses. The strategy may use the random source. */
    public Reconnector(
            ReconnectionStrategy strategy, AddressRotation<A> addresses, RandomGenerator random, OnRefusal onRefusal) {
        this.strategy = Objects.requireNonNull(strategy, "strategy");
        this.addresses = Objects.requireNonNull(addresses, "addresses");
        this.random = Objects.requireNonNull(random, "random");
        this.onRefusal = Objects.requireNonNull(onRefusal, "onRefusal");
    }

    /** Starts the first connect, without a delay. */
    public Step<A> start(long now) {
        if (state == State.ENDED) {
            return new Step.End<>(end);
        }
        expect(State.NEW, "start");
        troubleSince = now;
        return connect(Duration.ZERO);
    }

    /**
     * Reports that an attempt failed for a reason other than the credentials; returns the next address, or the next
     * round.
     */
    public Step<A> attemptFailed(long now) {
        if (state == State.ENDED) {
            return new Step.End<>(end);
        }
        expect(State.CONNECTING, "attemptFailed");
        return addresses.triedAll() ? nextRound(now) : connect(Duration.ZERO);
    }

    /**
     * Reports that there are no valid credentials now: they could not be obtained, or have expired. Another address
     * would not help, so this ends the round, and the delay always applies.
     */
    public Step<A> credentialsMissing(long now) {
        if (state == State.ENDED) {
            return new Step.End<>(end);
        }
        expect(State.CONNECTING, "credentialsMissing");
        return nextRound(now);
    }

    /**
     * Reports that the server refused the credentials. If that is tried again, it ends the round, so the delay always
     * applies.
     */
    public Step<A> credentialsRefused(long now) {
        if (state == State.ENDED) {
            return new Step.End<>(end);
        }
        expect(State.CONNECTING, "credentialsRefused");
        return onRefusal == OnRefusal.RETRY ? nextRound(now) : endWith("The server refused the credentials.");
    }

    /**
     * Reports that the connection is open.
     *
     * @return false if it was ended in the meantime: the caller must close this connection
     */
    public boolean opened() {
        if (state == State.ENDED) {
            return false;
        }
        expect(State.CONNECTING, "opened");
        state = State.OPEN;
        round = 0;
        addresses.succeeded();
        return true;
    }

    /** Reports that an open connection was lost, or closed by the server. */
    public Step<A> lost(long now) {
        if (state == State.ENDED) {
            return new Step.End<>(end);
        }
        expect(State.OPEN, "lost");
        troubleSince = now;
        return nextRound(now);
    }

    /**
     * Reports that the application closes: nothing is tried any more, whatever is reported later. A second call has no
     * effect.
     */
    public Step<A> closedByApplication() {
        return state == State.ENDED ? new Step.End<>(end) : endWith("The application closed the connection.");
    }

    /** Returns the state. */
    public State state() {
        return state;
    }

    /** Returns the current round: 0 while open and during the first connect. */
    public int round() {
        return round;
    }

    private Step<A> nextRound(long now) {
        round++;
        // A difference, never a comparison: nanoTime wraps.
        var attempt = strategy.next(round, Duration.ofNanos(now - troubleSince), random);
        if (attempt instanceof Attempt.After after) {
            addresses.startRound();
            return connect(after.delay());
        }
        return endWith(((Attempt.GiveUp) attempt).why());
    }

    private Step<A> connect(Duration delay) {
        state = State.CONNECTING;
        return new Step.Connect<>(addresses.next(), delay, round);
    }

    private Step<A> endWith(String why) {
        state = State.ENDED;
        end = why;
        return new Step.End<>(why);
    }

    private void expect(State expected, String event) {
        if (state != expected) {
            throw new IllegalStateException("The event " + event + " belongs to the state " + expected
                    + ", but the connection is " + state + ".");
        }
    }
}
