// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.TransportException;
import amqp.client.dispatch.Strand;
import amqp.codec.AmqpException;
import amqp.connection.CloseReason;
import amqp.reconnection.AddressRotation;
import amqp.reconnection.Attempt;
import amqp.reconnection.ReconnectionListener;
import amqp.reconnection.ReconnectionStrategy;
import amqp.reconnection.Reconnector;
import amqp.reconnection.Reconnector.OnRefusal;
import amqp.reconnection.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection up, from its first attempt to its end: carries out what the {@link Reconnector} decides.
 *
 * <p>Everything that changes belongs to the connection's strand: what the adapter reports, delays that are over, answers
 * of the resolver, and the close by the application. Getters may be asked by any thread.
 *
 * @param <A> an address
 */
public final class Supervisor<A> {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private static final int FAILURES_KEPT = 32;

    /** Where the connection stands. */
    public enum Phase {
        /** There is no connection that works; one is being made or waited for. */
        CONNECTING,
        /** The connection is open again, and what was declared is being brought back. */
        RECOVERING,
        /** In use. */
        OPEN,
        /** Closed for good. */
        CLOSED
    }

    /** Carries out what is decided; called in the strand. */
    public interface Owner<A> {
        /**
         * A transport to this address is wanted.
         *
         * @param soon whether there is a better address to go on with, so that this one is not to take all its time
         * @throws IllegalStateException when the adapter is closed
         */
        void connect(A address, boolean soon);

        /** What is being connected is not wanted any more. */
        void abandonAttempt();

        /** Why an attempt failed. */
        Failure failure(A address, CloseReason reason);

        /** The connection is open for the first time. */
        void opened();

        /** The connection is open again: what it had is to be brought back, and then {@link #recovered} called. */
        void reopened();

        /** It could not be opened at all. */
        void notOpened(AmqpException why);

        /** It was open, its transport is closed, and there will be no other. */
        void ended(CloseReason why);

        /** Nothing is done with the adapter any more. */
        void releaseAdapter();
    }

    /** What an attempt that failed means for the next one. */
    public enum Blame {
        /** Another address, or the same one later, may do. */
        ADDRESS,
        /** Other credentials may do, which are asked for at the next attempt. */
        CREDENTIALS,
        /** The broker answered, and would not have this user or virtual host. */
        REFUSED
    }

    /**
     * Why an attempt failed.
     *
     * @param blame what to blame if it was not open by then
     */
    public record Failure(AmqpException exception, Blame blame) {}

    /**
     * When and where to connect.
     *
     * @param strategy when to try again
     * @param firstConnect whether the strategy holds for the first connect too
     * @param addresses one or more
     * @param shuffled whether they are tried in a random order
     * @param resolver gives the addresses of now, on a thread of its own; empty for always the same
     * @param answerTimeout how long the resolver, or whoever gives the credentials, may take
     * @param onRefusal what to do when a broker refuses the credentials
     */
    public record Plan<A>(
            ReconnectionStrategy strategy,
            boolean firstConnect,
            List<A> addresses,
            boolean shuffled,
            Optional<Callable<List<A>>> resolver,
            Duration answerTimeout,
            OnRefusal onRefusal) {

        /** Whether a connection comes back at all. */
        boolean isOn() {
            return !strategy.equals(ReconnectionStrategy.none());
        }
    }

    /**
     * That of the thread that draws. One that was taken from another thread begins, on a thread that has none yet, with the
     * same numbers in every process, and a whole fleet would come back at the same moment.
     */
    private static final RandomGenerator RANDOM =
            () -> ThreadLocalRandom.current().nextLong();

    private final Plan<A> plan;
    private final Strand strand;
    private final Adapter adapter;
    private final Question<List<A>> resolver;
    private final Optional<Question<?>> credentials;
    private final Owner<A> owner;
    private final Consumer<Consumer<ReconnectionListener<A>>> listeners;

    // Owned by the strand.
    private final List<AmqpException> failures = new ArrayList<>();
    private Reconnector<A> reconnector;
    private AddressRotation<A> rotation;
    private Cancellable delay = () -> {};
    private boolean waiting = true;
    private boolean transportThere;
    private boolean open;
    private boolean ended;
    private long lostAt;

    // Changed in the strand, read by any thread.
    private volatile CloseReason reason;
    private volatile boolean openedOnce;
    private volatile A address;
    private volatile Phase phase = Phase.CONNECTING;
    private volatile long phaseSince;
    private volatile int rounds;

    /** Set by any thread. */
    private volatile boolean closing;

    /**
     * Creates a supervisor that has not begun.
     *
     * @param asking where the resolver runs, which may block
     * @param credentials has those at hand, once it is answered, that the next login is made with; empty where they always
     *     are
     * @param listeners tells the application's listener, where listeners run
     */
    public Supervisor(
            Plan<A> plan,
            Strand strand,
            Adapter adapter,
            Executor asking,
            Optional<Question<?>> credentials,
            Owner<A> owner,
            Consumer<Consumer<ReconnectionListener<A>>> listeners) {
        this.plan = plan;
        this.strand = strand;
        this.adapter = adapter;
        this.resolver = new Question<>(this::resolved, plan.answerTimeout(), strand, adapter, asking);
        this.credentials = credentials;
        this.owner = owner;
        this.listeners = listeners;
        this.address = plan.addresses().get(0);
        this.phaseSince = adapter.nanoTime();
    }

    // ---- asked by any thread ----

    /** Where the connection stands. */
    public Phase phase() {
        return phase;
    }

    /** Where the connection is or was open to, or what is tried now. */
    public A address() {
        return address;
    }

    /** Why it was closed or lost last; null when it was not. */
    public CloseReason reason() {
        return reason;
    }

    /** Whether the connection comes back when it is lost now, as far as one can tell. */
    public boolean isKeptUp() {
        return plan.isOn() && openedOnce && phase != Phase.CLOSED && !closing;
    }

    /** Whether the end of a transport for this reason is not the end of the connection. */
    public boolean survives(CloseReason why) {
        return isKeptUp() && !(why instanceof CloseReason.ByApplication);
    }

    /** What the strategy waits after a first failure. */
    public Duration firstDelay() {
        Attempt attempt = next(1, Duration.ZERO, RANDOM);
        return attempt instanceof Attempt.After after ? after.delay() : Duration.ZERO;
    }

    /** Rounds of connecting since the connection was lost; 0 again once it has come back. */
    public int rounds() {
        return rounds;
    }

    /** Since when the connection stands there, by the adapter's clock. */
    public long phaseSince() {
        return phaseSince;
    }

    /** When it was lost last, by the adapter's clock. In the strand. */
    public long lostAt() {
        assert strand.isHere();
        return lostAt;
    }

    // ---- the first connect ----

    /**
     * Begins; by the thread that makes the connection.
     *
     * @throws IllegalStateException when the adapter is closed
     */
    public void start() {
        if (plan.resolver().isEmpty()) {
            strand.begin(() -> begin(plan.addresses()));
        } else {
            strand.begin(() -> resolve(this::beginResolved));
        }
    }

    private void beginResolved(List<A> addresses) {
        if (ended) {
            return;
        }
        try {
            begin(addresses);
        } catch (IllegalStateException adapterClosed) {
            owner.notOpened(owner.failure(address, new CloseReason.TransportLost(adapterClosed))
                    .exception());
        }
    }

    private void begin(List<A> addresses) {
        rotation = plan.shuffled() ? AddressRotation.shuffled(addresses, RANDOM) : AddressRotation.inOrder(addresses);
        reconnector = new Reconnector<>(this::next, rotation, RANDOM, plan.onRefusal());
        waiting = false;
        Step<A> first = reconnector.start(adapter.nanoTime());
        try {
            connect((Step.Connect<A>) first);
        } catch (IllegalStateException adapterClosed) {
            ended = true;
            stands(Phase.CLOSED);
            owner.releaseAdapter();
            throw adapterClosed;
        }
    }

    /** A strategy that fails is a plug-in like any other: the round goes by the default one. */
    private Attempt next(int round, Duration elapsed, RandomGenerator random) {
        if (!openedOnce && !plan.firstConnect()) {
            return new Attempt.GiveUp("The first connect is not tried again.");
        }
        try {
            return Objects.requireNonNull(plan.strategy().next(round, elapsed, random), "it decided nothing");
        } catch (Throwable e) {
            LOG.error("The reconnection strategy failed; the default one decides", e);
            return ReconnectionStrategy.exponential().next(round, elapsed, random);
        }
    }

    // ---- what happened; in the strand ----

    /** There is a transport. */
    public void transportConnected() {
        assert strand.isHere();
        transportThere = true;
        tell((listener, where) -> listener.transportConnected(where));
    }

    /** The AMQP handshake is done. */
    public void connectionOpened() {
        assert strand.isHere();
        open = true;
        tell((listener, where) -> listener.connectionOpen(where));
        if (openedOnce) {
            stands(Phase.RECOVERING);
            owner.reopened();
        } else if (reconnector.opened()) {
            openedOnce = true;
            stands(Phase.OPEN);
            owner.opened();
        }
    }

    private void stands(Phase next) {
        if (phase != next) {
            phaseSince = adapter.nanoTime();
            phase = next;
        }
    }

    /** All that had been declared is there again, as far as it can be; returns whether it was not before. */
    public boolean recovered() {
        assert strand.isHere();
        boolean changed = phase == Phase.RECOVERING && reconnector.opened();
        if (changed) {
            stands(Phase.OPEN);
            rounds = 0;
        }
        return changed;
    }

    /**
     * The engine has ended; the transport follows.
     *
     * @return whether it was open, for recovery at least; otherwise only an attempt has failed
     */
    public boolean lost(CloseReason why) {
        assert strand.isHere();
        reason = why;
        boolean wasOpen = phase == Phase.OPEN || phase == Phase.RECOVERING;
        if (openedOnce) {
            if (phase == Phase.OPEN) {
                lostAt = adapter.nanoTime();
            }
            stands(survives(why) ? Phase.CONNECTING : Phase.CLOSED);
        }
        return wasOpen;
    }

    /** The transport is gone: what next? */
    public void transportClosed(Throwable cause) {
        assert strand.isHere();
        if (transportThere) {
            tell((listener, where) -> listener.transportDisconnected(where, cause));
        }
        transportThere = false;
        if (plan.resolver().isEmpty() || !plan.isOn() || closing) {
            proceed(cause);
            return;
        }
        waiting = true; // so that a close need not wait for the answer
        resolve(addresses -> proceedResolved(addresses, cause));
    }

    /** Asks the resolver, and goes on with what is configured where it does not answer in time. */
    private void resolve(Consumer<List<A>> next) {
        if (resolver.isPending()) {
            next.accept(plan.addresses());
            return;
        }
        resolver.ask(next, tooLate -> {
            LOG.warn("The resolver has not answered in time; the addresses that are configured are tried");
            next.accept(plan.addresses());
        });
    }

    private void proceedResolved(List<A> addresses, Throwable cause) {
        if (waiting) {
            waiting = false;
            rotation.replace(addresses);
            proceed(cause);
        }
    }

    private void proceed(Throwable cause) {
        Failure failure = owner.failure(address, reason);
        boolean wasOpen = open;
        open = false;
        rotation.failed(isSilence(reason));
        Step<A> next = decide(wasOpen ? Blame.ADDRESS : failure.blame());
        if (wasOpen) {
            tell((listener, where) -> listener.connectionClosed(where, cause, next));
        } else {
            remember(failure.exception());
            tell((listener, where) -> listener.attemptFailed(where, failure.exception(), next));
        }
        follow(next);
    }

    private void remember(AmqpException failure) {
        if (!openedOnce) {
            failures.add(failure);
            if (failures.size() > FAILURES_KEPT) {
                failures.remove(0);
            }
        }
    }

    /** One that is lost before it was recovered counts as an attempt that failed: elsewhere it may go better. */
    private Step<A> decide(Blame blame) {
        if (closing) {
            return reconnector.closedByApplication();
        }
        long now = adapter.nanoTime();
        if (reconnector.state() == Reconnector.State.OPEN) {
            return reconnector.lost(now);
        }
        return switch (blame) {
            case ADDRESS -> reconnector.attemptFailed(now);
            case CREDENTIALS -> reconnector.credentialsMissing(now);
            case REFUSED -> isNonsense() ? reconnector.attemptFailed(now) : reconnector.credentialsRefused(now);
        };
    }

    private static boolean isSilence(CloseReason reason) {
        return reason instanceof CloseReason.TimedOut
                || reason instanceof CloseReason.HeartbeatMissed
                || reason instanceof CloseReason.TransportLost lost && TransportException.isSilence(lost.cause());
    }

    /** What has worked before and gives no sense now is more likely a broken network than another protocol. */
    private boolean isNonsense() {
        return openedOnce && reason instanceof CloseReason.HandshakeRefused;
    }

    private void follow(Step<A> next) {
        if (next instanceof Step.Connect<A> connect) {
            rounds = connect.round();
            await(connect);
        } else {
            LOG.debug("{}: {}", address, ((Step.End<A>) next).why());
            end();
        }
    }

    private void await(Step.Connect<A> connect) {
        waiting = true;
        try {
            delay = adapter.schedule(connect.delay(), () -> strand.execute(() -> connectAfterDelay(connect)));
        } catch (IllegalStateException adapterClosed) {
            end();
        }
    }

    private void connectAfterDelay(Step.Connect<A> connect) {
        if (!waiting) {
            return;
        }
        waiting = false;
        try {
            connect(connect);
        } catch (IllegalStateException adapterClosed) {
            end();
        }
    }

    private void connect(Step.Connect<A> connect) {
        address = connect.address();
        tell((listener, where) -> listener.connectAttempt(where, connect.round()));
        if (credentials.isEmpty()) {
            open(connect);
            return;
        }
        waiting = true; // so that a close need not wait for the answer
        credentials.get().ask(answer -> openWithCredentials(connect), this::withoutCredentials);
    }

    private void openWithCredentials(Step.Connect<A> connect) {
        if (!waiting) {
            return;
        }
        waiting = false;
        try {
            open(connect);
        } catch (IllegalStateException adapterClosed) {
            reason = new CloseReason.TransportLost(adapterClosed);
            remember(owner.failure(address, reason).exception());
            end();
        }
    }

    private void withoutCredentials(Throwable why) {
        if (waiting) {
            waiting = false;
            LOG.debug("{}: no credentials to log in with", address, why);
            reason = new CloseReason.NoCredentials(why);
            proceed(why);
        }
    }

    private void open(Step.Connect<A> connect) {
        try {
            owner.connect(connect.address(), rotation.hasBetter());
        } catch (IllegalStateException adapterClosed) {
            throw adapterClosed;
        } catch (Throwable e) { // of an adapter, or an address that it does not take
            LOG.warn("{}: cannot begin to connect", address, e);
            reason = new CloseReason.TransportLost(e);
            proceed(e);
            return;
        }
        if (closing) {
            owner.abandonAttempt();
        }
    }

    // ---- the end ----

    /** Whether the application closes the connection, or has closed it. */
    public boolean isClosing() {
        return closing;
    }

    /** The application is about to close: nothing is tried any more. By any thread; {@link #close} is to follow. */
    public void closing() {
        closing = true;
    }

    /** The application has closed the connection: ends what is waited for or under way without one. */
    public void close(CloseReason byApplication) {
        assert strand.isHere();
        if (reconnector != null) {
            reconnector.closedByApplication();
        }
        if (waiting) {
            waiting = false;
            delay.cancel();
            reason = byApplication;
            end();
        } else if (phase == Phase.CONNECTING && !ended) {
            owner.abandonAttempt();
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        stands(Phase.CLOSED);
        owner.releaseAdapter();
        if (openedOnce) {
            owner.ended(reason);
        } else if (!failures.isEmpty()) { // otherwise somebody else has given up
            AmqpException last = failures.remove(failures.size() - 1);
            failures.forEach(last::addSuppressed);
            owner.notOpened(last);
        }
    }

    /** A resolver that fails, or knows no address, gives way to what is configured. */
    private List<A> resolved() {
        try {
            List<A> now = List.copyOf(plan.resolver().orElseThrow().call());
            if (!now.isEmpty()) {
                return now;
            }
            LOG.warn("The resolver gave no address of a broker; those that are configured are tried");
        } catch (Throwable e) {
            LOG.warn("The addresses of the brokers could not be resolved; those that are configured are tried", e);
        }
        return plan.addresses();
    }

    private void tell(BiConsumer<ReconnectionListener<A>, A> what) {
        A where = address; // it may be another one when the listener is called
        listeners.accept(listener -> what.accept(listener, where));
    }
}
