// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection up, from its first attempt to its end: carries out what the {@link Reconnector} decides. Holds
 * the adapter all the while.
 *
 * <p>Told what happens by the adapter's threads, one call at a time; closed by any thread. The lock guards the decisions,
 * and is held neither while connecting nor while anybody is told.
 */
final class Reconnection {
    private static final Logger LOG = LoggerFactory.getLogger(Reconnection.class);

    private static final int FAILURES_KEPT = 32;

    private final Connection connection;
    private final ConnectionOptions options;
    private final RecoveryOptions recovery;
    private final Adapter adapter;
    private final Executor executor;
    private final Consumer<Consumer<ReconnectionListener<Address>>> hooks;
    private final CompletableFuture<Connection> result = new CompletableFuture<>();
    private final List<ConnectionFailedException> failures = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private Reconnector<Address> reconnector;
    private AddressRotation<Address> rotation;
    private Cancellable delay = () -> {};
    private boolean waiting = true;

    // Set by one adapter's call after the other.
    private CloseReason reason;
    private boolean transportThere;
    private boolean open;
    private boolean ended;
    private int rounds;
    private long lostAt;

    /** Set under the lock. */
    private volatile boolean byApplication;

    private volatile boolean openedOnce;
    private volatile Address address;
    private volatile ConnectionState state = ConnectionState.RECONNECTING;

    /**
     * @param hooks tells the application's listener, where listeners run
     */
    Reconnection(
            Connection connection,
            Adapter adapter,
            Executor executor,
            Consumer<Consumer<ReconnectionListener<Address>>> hooks) {
        this.connection = connection;
        this.options = connection.options();
        this.recovery = options.recovery();
        this.adapter = adapter;
        this.executor = executor;
        this.hooks = hooks;
        this.address = options.addresses().get(0);
    }

    // ---- asked ----

    ConnectionState state() {
        return state;
    }

    /** Where the connection is or was open to, or what is tried now. */
    Address address() {
        return address;
    }

    /** Whether the connection comes back when it is lost now, as far as one can tell. */
    boolean isKeptUp() {
        return recovery.isOn() && openedOnce && state != ConnectionState.CLOSED && !byApplication;
    }

    /** Whether the end of a transport for this reason is not the end of the connection. */
    boolean survives(CloseReason why) {
        return isKeptUp() && !(why instanceof CloseReason.ByApplication);
    }

    /** @throws ClosedException while what had been declared is being brought back */
    void expectRecovered() {
        if (state == ConnectionState.RECOVERING) {
            throw new ClosedException(connection + ", which is being recovered,", reason);
        }
    }

    /** What the strategy waits after a first failure. */
    Duration firstDelay() {
        Attempt attempt = recovery.strategy().next(1, Duration.ZERO, ThreadLocalRandom.current());
        return attempt instanceof Attempt.After after ? after.delay() : Duration.ZERO;
    }

    int rounds() {
        return rounds;
    }

    /** When it was lost last, by the adapter's clock. */
    long lostAt() {
        return lostAt;
    }

    // ---- the first connect ----

    /**
     * Begins.
     *
     * @throws IllegalStateException when the adapter is closed
     */
    CompletableFuture<Connection> start() {
        if (recovery.resolver() == AddressResolver.CONFIGURED) {
            begin(options.addresses());
        } else {
            CallbackExecutor.SHARED.execute(() -> begin(resolved()));
        }
        result.whenComplete((opened, failure) -> {
            if (failure != null) {
                connection.abandon(); // whoever asked has given up, or it has ended by itself
            }
        });
        return result;
    }

    private void begin(List<Address> addresses) {
        ReconnectionStrategy strategy = (round, elapsed, random) -> openedOnce || recovery.firstConnect()
                ? recovery.strategy().next(round, elapsed, random)
                : new Attempt.GiveUp("The first connect is not tried again.");
        Step<Address> first;
        lock.lock();
        try {
            rotation = recovery.order() == AddressOrder.SHUFFLED
                    ? AddressRotation.shuffled(addresses, ThreadLocalRandom.current())
                    : AddressRotation.inOrder(addresses);
            OnRefusal onRefusal = recovery.onRefusal();
            reconnector = new Reconnector<>(strategy, rotation, ThreadLocalRandom.current(), onRefusal);
            if (byApplication) {
                reconnector.closedByApplication();
            }
            first = reconnector.start(adapter.nanoTime());
            waiting = false;
        } finally {
            lock.unlock();
        }
        if (first instanceof Step.Connect<Address> connect) {
            try {
                connect(connect);
            } catch (IllegalStateException adapterClosed) {
                ended = true;
                state = ConnectionState.CLOSED;
                options.releaseAdapter(adapter);
                throw adapterClosed;
            }
        }
    }

    // ---- what happened; by the adapter's threads ----

    void transportConnected() {
        transportThere = true;
        tell((listener, where) -> listener.transportConnected(where));
    }

    /** The AMQP handshake is done. */
    void opened() {
        open = true;
        tell((listener, where) -> listener.connectionOpen(where));
        if (openedOnce) {
            state = ConnectionState.RECOVERING;
            connection.recover();
        } else if (works()) {
            openedOnce = true;
            state = ConnectionState.OPEN;
            executor.execute(() -> {
                if (!result.complete(connection)) {
                    connection.close(); // whoever asked has given up
                }
            });
        }
    }

    /** The attempt was a success; false when the connection is being closed. */
    private boolean works() {
        lock.lock();
        try {
            return reconnector.opened();
        } finally {
            lock.unlock();
        }
    }

    /** All that had been declared is there again, as far as it can be; gives whether it was not before. */
    boolean recovered() {
        boolean changed = state == ConnectionState.RECOVERING && works();
        if (changed) {
            state = ConnectionState.OPEN;
            rounds = 0;
        }
        return changed;
    }

    /**
     * The engine has ended; the transport follows.
     *
     * @return whether it was open, for recovery at least; otherwise only an attempt has failed
     */
    boolean lost(CloseReason why) {
        reason = why;
        boolean wasOpen = state == ConnectionState.OPEN || state == ConnectionState.RECOVERING;
        if (openedOnce) {
            if (state == ConnectionState.OPEN) {
                lostAt = adapter.nanoTime();
            }
            state = survives(why) ? ConnectionState.RECONNECTING : ConnectionState.CLOSED;
        }
        return wasOpen;
    }

    /** The transport is gone: what next? */
    void transportClosed(Throwable cause) {
        if (transportThere) {
            tell((listener, where) -> listener.transportDisconnected(where, cause));
        }
        transportThere = false;
        if (recovery.resolver() == AddressResolver.CONFIGURED || !recovery.isOn()) {
            proceed(cause);
        } else {
            CallbackExecutor.SHARED.execute(() -> {
                List<Address> now = resolved();
                lock.lock();
                try {
                    rotation.replace(now);
                } finally {
                    lock.unlock();
                }
                proceed(cause);
            });
        }
    }

    private void proceed(Throwable cause) {
        ConnectionFailedException failure = ConnectAttempt.failure(options, address, reason);
        boolean wasOpen = open;
        open = false;
        Step<Address> next;
        lock.lock();
        try {
            next = decide(failure);
            waiting = next instanceof Step.Connect;
        } finally {
            lock.unlock();
        }
        if (wasOpen) {
            tell((listener, where) -> listener.connectionClosed(where, cause, next));
        } else {
            remember(failure);
            tell((listener, where) -> listener.attemptFailed(where, failure, next));
        }
        follow(next);
    }

    private void remember(ConnectionFailedException failure) {
        if (!openedOnce) {
            failures.add(failure);
            if (failures.size() > FAILURES_KEPT) {
                failures.remove(0);
            }
        }
    }

    /** One that is lost before it was recovered counts as an attempt that failed: elsewhere it may go better. */
    private Step<Address> decide(ConnectionFailedException failure) {
        long now = adapter.nanoTime();
        if (reconnector.state() == Reconnector.State.OPEN) {
            return reconnector.lost(now);
        }
        return isRefused(failure) ? reconnector.credentialsRefused(now) : reconnector.attemptFailed(now);
    }

    /** What has worked before and gives no sense now is more likely a broken network than another protocol. */
    private boolean isRefused(ConnectionFailedException failure) {
        return failure.isRefused() && !(openedOnce && failure.reason() instanceof CloseReason.HandshakeRefused);
    }

    private void follow(Step<Address> next) {
        if (next instanceof Step.End<Address> end) {
            LOG.debug("{}: {}", connection, end.why());
            end();
            return;
        }
        Step.Connect<Address> connect = (Step.Connect<Address>) next;
        rounds = connect.round();
        try {
            await(connect);
        } catch (IllegalStateException adapterClosed) {
            end();
        }
    }

    private void await(Step.Connect<Address> connect) {
        lock.lock();
        try {
            if (waiting) {
                delay = adapter.schedule(connect.delay(), () -> connectAfterDelay(connect));
            }
        } finally {
            lock.unlock();
        }
    }

    private void connectAfterDelay(Step.Connect<Address> connect) {
        boolean wanted;
        lock.lock();
        try {
            wanted = waiting;
            waiting = false;
        } finally {
            lock.unlock();
        }
        if (wanted) {
            try {
                connect(connect);
            } catch (IllegalStateException adapterClosed) {
                end();
            }
        }
    }

    private void connect(Step.Connect<Address> connect) {
        address = connect.address();
        tell((listener, where) -> listener.connectAttempt(where, connect.round()));
        connection.driver().connect(options.endpoint(connect.address()));
        if (byApplication) {
            connection.driver().abandon();
        }
    }

    // ---- the end ----

    /**
     * The application closes: nothing is tried any more.
     *
     * @return whether there is nothing to be closed now, so that {@link #endIdle} is to follow
     */
    boolean closedByApplication() {
        lock.lock();
        try {
            byApplication = true;
            if (reconnector != null) {
                reconnector.closedByApplication();
            }
            boolean idle = waiting;
            waiting = false;
            delay.cancel();
            return idle;
        } finally {
            lock.unlock();
        }
    }

    void endIdle(CloseReason why) {
        onIoThread(() -> {
            reason = why;
            end();
        });
    }

    /** Runs a task on a thread of the adapter, or here when the adapter is closed: nothing else happens then. */
    void onIoThread(Runnable task) {
        try {
            adapter.schedule(Duration.ZERO, task);
        } catch (IllegalStateException adapterClosed) {
            task.run();
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        state = ConnectionState.CLOSED;
        options.releaseAdapter(adapter);
        if (openedOnce) {
            connection.ended(reason);
            return;
        }
        if (!failures.isEmpty()) { // otherwise somebody else has completed the result
            ConnectionFailedException last = failures.remove(failures.size() - 1);
            failures.forEach(last::addSuppressed);
            executor.execute(() -> result.completeExceptionally(last));
        }
    }

    private List<Address> resolved() {
        try {
            return List.copyOf(recovery.resolver().resolve(options.addresses()));
        } catch (Exception e) {
            LOG.warn("The addresses of the brokers could not be resolved; those before are tried", e);
            return options.addresses();
        }
    }

    private void tell(BiConsumer<ReconnectionListener<Address>, Address> what) {
        Address where = address; // it may be another one when the listener hears
        hooks.accept(listener -> what.accept(listener, where));
    }
}
