// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The state machine that keeps one connection up: given what happened, it returns what to do next. It never connects,
 * waits or calls back. Belongs to one connection and is used by one thread at a time. Times are nanoTime readings, in
 * nanoseconds.
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
 * An event that doesn't belong to the state is an {@link IllegalStateException} and changes nothing.
 *
 * <p>The first connect begins at once, every later round after the delay of the strategy, and within a round the addresses
 * follow each other at once. A successful open sets the count of rounds and the elapsed time back.
 *
 * @param <A> whatever the caller connects to
 */
public final class Reconnector<A> {
    /** Where the connection stands. */
    public enum State {
        /** Not started. */
        NEW,
        /** Waiting for the next attempt, or in it. */
        CONNECTING,
        /** In use. */
        OPEN,
        /** Closed for good. */
        ENDED
    }

    /** What to do when the server refuses the credentials. */
    public enum OnRefusal {
        /** End: the same password won't be right the second time, and servers lock out those who insist. */
        GIVE_UP,
        /** Ask the strategy, always with its delay, as when another provider renews the credentials meanwhile. */
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

    /** Takes ownership of the addresses. The random source is used as the strategy likes. */
    public Reconnector(
            ReconnectionStrategy strategy, AddressRotation<A> addresses, RandomGenerator random, OnRefusal onRefusal) {
        this.strategy = Objects.requireNonNull(strategy, "strategy");
        this.addresses = Objects.requireNonNull(addresses, "addresses");
        this.random = Objects.requireNonNull(random, "random");
        this.onRefusal = Objects.requireNonNull(onRefusal, "onRefusal");
    }

    /** The first connect, at once. */
    public Step<A> start(long now) {
        if (state == State.ENDED) {
            return new Step.End<>(end);
        }
        expect(State.NEW, "start");
        troubleSince = now;
        return connect(Duration.ZERO);
    }

    /** An attempt failed, for whatever reason but the credentials: the next address at once, or the next round. */
    public Step<A> attemptFailed(long now) {
        if (state == State.ENDED) {
            return new Step.End<>(end);
        }
        expect(State.CONNECTING, "attemptFailed");
        return addresses.triedAll() ? nextRound(now) : connect(Duration.ZERO);
    }

    /**
     * There are no valid credentials now: none could be had, or those there were are outdated. Another address would not
     * help, so it ends the round, and the delay always applies.
     */
    public Step<A> credentialsMissing(long now) {
        if (state == State.ENDED) {
            return new Step.End<>(end);
        }
        expect(State.CONNECTING, "credentialsMissing");
        return nextRound(now);
    }

    /** The server refused the credentials. Where that is tried again, it ends the round, so the delay always applies. */
    public Step<A> credentialsRefused(long now) {
        if (state == State.ENDED) {
            return new Step.End<>(end);
        }
        expect(State.CONNECTING, "credentialsRefused");
        return onRefusal == OnRefusal.RETRY ? nextRound(now) : endWith("The server refused the credentials.");
    }

    /**
     * The connection is open and may be used.
     *
     * @return false when it was ended meanwhile: the caller has to close this connection
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

    /** An open connection was lost, or closed by the server. */
    public Step<A> lost(long now) {
        if (state == State.ENDED) {
            return new Step.End<>(end);
        }
        expect(State.OPEN, "lost");
        troubleSince = now;
        return nextRound(now);
    }

    /** The application closes: nothing is tried any more, whatever is reported later. Twice is harmless. */
    public Step<A> closedByApplication() {
        return state == State.ENDED ? new Step.End<>(end) : endWith("The application closed the connection.");
    }

    /** Where the connection stands. */
    public State state() {
        return state;
    }

    /** The round that is on: 0 while open and during the first connect. */
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
