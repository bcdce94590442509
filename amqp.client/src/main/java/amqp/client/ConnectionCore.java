// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import amqp.client.dispatch.Held;
import amqp.client.dispatch.Inbox;
import amqp.client.dispatch.KeptBytes;
import amqp.client.dispatch.Listeners;
import amqp.client.dispatch.ReadingGate;
import amqp.client.dispatch.ScheduledTasks;
import amqp.client.dispatch.SdkExecutors;
import amqp.client.dispatch.Strand;
import amqp.client.driver.Completion;
import amqp.client.driver.ConnectionDriver;
import amqp.client.recovery.FatalCommands;
import amqp.client.recovery.Question;
import amqp.client.recovery.RecoveryRun;
import amqp.client.recovery.ReplayOptions;
import amqp.client.recovery.ReplayedCommand;
import amqp.client.recovery.Supervisor;
import amqp.client.recovery.TopologyLedger;
import amqp.codec.AmqpException;
import amqp.codec.ReplyCode;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.ConnectionEngine;
import amqp.connection.EngineOptions;
import amqp.connection.Event;
import amqp.credentials.Credentials;
import amqp.credentials.CredentialsProvider;
import amqp.reconnection.ReconnectionListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a {@link Connection} is inside: its driver, its supervisor, its channels, and where callbacks run.
 *
 * <p>Commands come from any thread and go to the engine under the driver's lock. What happens comes from the router and the
 * supervisor, in the strand, which owns everything here that changes and is not said to be otherwise.
 */
final class ConnectionCore implements Supervisor.Owner<Address> {
    /** What is named when one fails. */
    static final String SCHEDULED_TASK = "a scheduled task";

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionCore.class);

    /** How long the threads of an adapter may take to end. */
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    /** The part of its timeouts that an address gets while there is a better one to go on with. */
    private static final int SHARE = 3;

    private final Connection connection = new Connection(this);
    private final ConnectionOptions options;
    private final Adapter adapter;
    private final EngineOptions engineOptions;
    private final Login login;
    private final CredentialsRenewal renewal;
    private final ConnectionDriver driver;
    private final ConnectionDispatch dispatch;
    private final ConnectionLog log;
    private final Executor observers;
    private final Supervisor<Address> supervisor;
    private final Callbacks callbacks;
    private final Listeners<ConnectionListener> listeners;
    private final ScheduledTasks tasks;
    private final ReadingGate readingGate;
    private final TopologyLedger ledger = new TopologyLedger();
    private final FatalCommands fatal = new FatalCommands();
    private final KeptBytes kept;
    private final @Nullable ObserverCalls observer;

    /** The observer, if any, and the flight recorder. */
    private final @Nullable ObserverCalls recorded;

    /** Changed under the driver's lock or in the strand, looked at by any thread. */
    private final Set<ChannelCore> channels = ConcurrentHashMap.newKeySet();

    /** How many channels were ever made. */
    private final AtomicLong ordinals = new AtomicLong();

    private final CompletableFuture<Connection> result = new ConnectionStage<>(this);
    private final CompletableFuture<CloseReason> closed = new ConnectionStage<>(this);
    private final CompletableFuture<CloseReason> released = new ConnectionStage<>(this);

    private volatile Event.@Nullable ConnectionOpened opened;

    // Changed in the strand, looked at by any thread.
    private volatile @Nullable Moment<CloseReason> lastLoss;
    private volatile @Nullable Moment<String> block;

    // Owned by the strand.
    private boolean finished;
    private boolean adapterCloses;
    private boolean openedTold;
    private boolean lostTold;

    /**
     * What happened, and when.
     *
     * @param at by the adapter's clock
     */
    private record Moment<T>(T what, long at) {}

    ConnectionCore(ConnectionOptions options, Adapter adapter) {
        this.options = options;
        this.adapter = adapter;
        this.observer =
                options.observer().map(given -> new ObserverCalls(given, this)).orElse(null);
        this.recorded = FlightRecording.with(options.observer())
                .map(both -> new ObserverCalls(both, this))
                .orElse(null);
        this.engineOptions = options.engineOptions();
        this.driver = new ConnectionDriver(adapter, engineOptions, new EventRouter(this));
        this.dispatch = new ConnectionDispatch(connection, options, driver.strand());
        this.log = new ConnectionLog(connection, driver::now);
        this.listeners = new Listeners<>(
                dispatch.notices(), thrown -> options.callbackFailed(connection, "a connection listener", thrown));
        Listeners<ReconnectionListener<Address>> hooks = new Listeners<>(
                dispatch.notices(), thrown -> options.callbackFailed(connection, "the reconnection listener", thrown));
        options.reconnectionListener().ifPresent(hooks::add);
        this.callbacks = new Callbacks(driver::tellMethods, channel -> channels.contains(channel.core()));
        this.login = new Login(
                engineOptions.credentials(),
                options.credentialsProvider().orElse(CredentialsProvider.of(engineOptions.credentials())),
                driver::now);
        Question<Login.Given> credentials = new Question<>(
                login::fetch, options.connectTimeout(), driver.strand(), adapter, dispatch.completions());
        this.renewal = new CredentialsRenewal(this, login, credentials);
        this.supervisor = new Supervisor<>(
                options.plan(),
                driver.strand(),
                adapter,
                dispatch.completions(),
                options.credentialsProvider().map(provider -> credentials),
                this,
                what -> {
                    what.accept(log);
                    hooks.tell(Notice.ATTEMPT, what);
                });
        this.tasks =
                new ScheduledTasks(driver::schedule, dispatch.executor(options.dispatch(), connection, SCHEDULED_TASK));
        this.kept = new KeptBytes(options.publishBuffer(), driver::wakeWaiting);
        this.readingGate = new ReadingGate(options.inboxBound(), driver, this::isAwaiting);
        this.observers = inbox().counting(dispatch.notices(), Held.EVENT);
        SdkExecutors.retain();
        driver.tellFrames(options.traceFrames());
    }

    // ---- what it is ----

    Connection connection() {
        return connection;
    }

    ConnectionOptions options() {
        return options;
    }

    String adapterName() {
        return adapter.name();
    }

    ConnectionDriver driver() {
        return driver;
    }

    Strand strand() {
        return driver.strand();
    }

    Supervisor<Address> supervisor() {
        return supervisor;
    }

    TopologyLedger ledger() {
        return ledger;
    }

    KeptBytes kept() {
        return kept;
    }

    Inbox inbox() {
        return readingGate.inbox();
    }

    Callbacks callbacks() {
        return callbacks;
    }

    Listeners<ConnectionListener> listeners() {
        return listeners;
    }

    /** Null where nobody observes the connection now. */
    @Nullable
    ObserverCalls observer() {
        return FlightRecording.isOn() ? recorded : observer;
    }

    boolean isObserved() {
        return observer() != null;
    }

    /** Tells the observer, if there is one. By any thread, not under the lock. */
    void tellObserver(Object origin, Consumer<ClientObserver> event) {
        ObserverCalls now = observer();
        if (now != null) {
            now.tell(origin, event);
        }
    }

    ScheduledTasks tasks() {
        return tasks;
    }

    /** Where callbacks of the registry are called that wait for what is the connection's. */
    Executor observers() {
        return observers;
    }

    ConnectionDispatch dispatch() {
        return dispatch;
    }

    /** What is written of it. */
    ConnectionLog log() {
        return log;
    }

    /** What was negotiated and said when it was opened last. */
    Event.ConnectionOpened opening() {
        return opened;
    }

    ConnectionState state() {
        return switch (supervisor.phase()) {
            case CONNECTING -> ConnectionState.RECONNECTING;
            case RECOVERING -> ConnectionState.RECOVERING;
            case OPEN -> ConnectionState.OPEN;
            case CLOSED -> ConnectionState.CLOSED;
        };
    }

    ConnectionStatistics statistics() {
        List<ChannelCore> counted =
                channels.stream().filter(ChannelCore::counts).toList();
        return driver.ask(unused -> new ConnectionStatistics(
                driver.traffic(),
                new ConnectionStatistics.Waiting(
                        driver.waitingBytes(),
                        inbox().bytes(),
                        kept.bytes(),
                        counted.stream()
                                .mapToLong(channel -> channel.outbox().unconfirmed())
                                .sum(),
                        counted.stream().mapToLong(ChannelCore::unacknowledged).sum()),
                counted.size()));
    }

    ConnectionHealth health() {
        ConnectionState state = state();
        return new ConnectionHealth(
                state,
                instant(supervisor.phaseSince()),
                state == ConnectionState.OPEN ? 0 : supervisor.rounds(),
                occurrence(lastLoss),
                occurrence(block),
                statistics(),
                channels().stream()
                        .flatMap(ChannelCore::consumers)
                        .sorted(Comparator.comparingInt(
                                        (ConsumerHealth one) -> one.channel().number())
                                .thenComparing(ConsumerHealth::consumerTag))
                        .toList());
    }

    private <T> ConnectionHealth.@Nullable Occurrence<T> occurrence(@Nullable Moment<T> moment) {
        return moment == null ? null : new ConnectionHealth.Occurrence<>(moment.what(), instant(moment.at()));
    }

    /** The time of day at a reading of the adapter's clock. */
    Instant instant(long at) {
        return Instant.now().minusNanos(driver.now() - at);
    }

    boolean isOpen() {
        return driver.ask(ConnectionEngine::isOpen);
    }

    /** Completes when the connection is closed. */
    CompletableFuture<CloseReason> closed() {
        return closed;
    }

    /** Completes when its transport is closed too. */
    CompletableFuture<CloseReason> released() {
        return released;
    }

    /** For one more channel: its place in the order in which they were made, from 1. */
    long nextOrdinal() {
        return ordinals.incrementAndGet();
    }

    /** Those that are open or on their way back, by their numbers; one that is away may have lost its own to another. */
    List<ChannelCore> channels() {
        return channels.stream()
                .sorted(Comparator.comparingInt(ChannelCore::number).thenComparingLong(ChannelCore::ordinal))
                .toList();
    }

    /**
     * Whether anything is awaited that only the broker can bring about, so that reading must not stop for good: this is the
     * one place that is asked.
     */
    private boolean isAwaiting() {
        return driver.isAwaited()
                || driver.ask(engine -> !engine.isOpen()
                        || engine.isBlocked()
                        || engine.isAwaitingReplies()
                        || channels.stream().anyMatch(ChannelCore::isAwaiting))
                || channels.stream().anyMatch(ChannelCore::isReadingWanted);
    }

    /** Why nothing is read now; empty when reading goes on. */
    String whyNotReading() {
        return inbox().isPaused()
                ? inbox().bytes()
                        + " bytes of messages wait for the application, and what comes behind them is not read; set a"
                        + " prefetch with basicQos, or take messages faster"
                : "";
    }

    /** Why replies may be late; empty when nothing is known that delays them. By any thread. */
    String whyNotAnswered() {
        if (state() == ConnectionState.RECONNECTING) {
            return "the connection was lost and is being recovered";
        }
        String blocked = driver.ask(engine -> driver.whyBlocked());
        String notReading = whyNotReading();
        return blocked.isEmpty() || notReading.isEmpty() ? blocked + notReading : blocked + "; " + notReading;
    }

    // ---- commands; by any thread ----

    /**
     * Connects. The result is completed on the completion executor; whoever completes it otherwise gives up.
     *
     * @throws IllegalStateException when the adapter is closed
     */
    CompletableFuture<Connection> open() {
        supervisor.start();
        result.whenComplete((connected, failure) -> {
            if (failure != null) { // whoever asked has given up, or it has ended by itself
                close(new CloseReason.ByApplication(ReplyCode.REPLY_SUCCESS, "closed by the application"));
                driver.closeTransport();
            }
        });
        return result;
    }

    /** Gives the connection a command with a reply. */
    void submit(Reply<?> reply, Consumer<ConnectionEngine> command) {
        try {
            driver.command(engine -> {
                // Until it is recovered the numbers of channels are spoken for, also once the engine is open.
                Supervisor.Phase phase = supervisor.phase();
                if (phase == Supervisor.Phase.CONNECTING || phase == Supervisor.Phase.RECOVERING) {
                    throw new ClosedException(connection + ", which is being recovered,", supervisor.reason());
                }
                command.accept(engine);
                return null;
            });
        } catch (ClosedException e) {
            reply.failed(e);
        }
    }

    /** Gives the broker a new secret, where there is a connection to it; without one the next login is made with it. */
    void renewSecret(ConnectionMethod.UpdateSecret method, Completion reply) {
        try {
            boolean given = driver.command(engine -> {
                if (!engine.isOpen() && supervisor.isKeptUp()) {
                    login.renewed(method.newSecret());
                    return false;
                }
                engine.call(method, new SecretRenewal(login, method, reply), options.callTimeout(), driver.now());
                return true;
            });
            if (!given) {
                reply.replied(new ConnectionMethod.UpdateSecretOk());
            }
        } catch (ClosedException e) {
            reply.failed(e);
        }
    }

    /** Nobody waits for the command any more that this completes; see {@link ConnectionEngine#giveUp}. */
    void giveUp(Completion completion) {
        driver.command(engine -> {
            engine.giveUp(completion, driver.now());
            return null;
        });
    }

    /** Under the lock. */
    void add(ChannelCore channel) {
        channels.add(channel);
    }

    void close(CloseReason.ByApplication reason) {
        driver.command(engine -> {
            engine.close(reason.code(), reason.text(), driver.now());
            supervisor.closing();
            return null;
        });
        strand().execute(() -> supervisor.close(reason));
    }

    // ---- for the supervisor ----

    @Override
    public void connect(Address address, boolean soon) {
        readingGate.renewed();
        Endpoint endpoint = options.endpoint(address);
        driver.connect(
                endpoint.toBuilder()
                        .connectTimeout(share(endpoint.connectTimeout(), soon))
                        .build(),
                engineOptions.toBuilder()
                        .credentials(login.next())
                        .handshakeTimeout(share(engineOptions.handshakeTimeout(), soon))
                        .build());
    }

    private static Duration share(Duration timeout, boolean soon) {
        return soon ? timeout.dividedBy(SHARE).plusNanos(1) : timeout;
    }

    @Override
    public void abandonAttempt() {
        driver.abandon();
    }

    @Override
    public Supervisor.Failure failure(Address address, CloseReason reason) {
        ConnectionFailedException failure = ConnectAttempt.failure(options, address, reason);
        return new Supervisor.Failure(failure, blame(reason));
    }

    private Supervisor.Blame blame(CloseReason reason) {
        Refusal refusal = Refusal.of(reason);
        if (reason instanceof CloseReason.NoCredentials || refusal.isLasting() && login.isOutdated()) {
            return Supervisor.Blame.CREDENTIALS;
        }
        Credentials used = login.used().credentials();
        if (options.credentialsProvider().isPresent() && refusal.isOf(used)) {
            login.refused(used);
            return Supervisor.Blame.CREDENTIALS;
        }
        return refusal.isLasting() ? Supervisor.Blame.REFUSED : Supervisor.Blame.ADDRESS;
    }

    @Override
    public void opened() {
        openedTold = true;
        tellObserver(connection, one -> one.connectionOpened(connection));
        dispatch.completions().execute(() -> {
            if (!result.complete(connection)) {
                connection.close(); // whoever asked has given up
            }
        });
    }

    @Override
    public void notOpened(AmqpException why) {
        afterAdapter(() -> dispatch.completions().execute(() -> result.completeExceptionally(why)));
    }

    @Override
    public void reopened() {
        if (login.isOutdated()) {
            renewSecretSince();
        }
        listeners.tell(Notice.STATE, listener -> listener.onState(ConnectionState.RECOVERING));
        List<ChannelCore> all = channels();
        RecoveryRun run = recovery(all, supervisor.lostAt());
        run.start(options.closeTimeout(), () -> restore(run, all));
    }

    @Override
    public void ended(CloseReason reason) {
        closed(new Event.ConnectionClosed(reason));
        afterAdapter(() -> dispatch.replies().execute(() -> released.complete(reason)));
    }

    @Override
    public void releaseAdapter() {
        adapterCloses = options.releaseAdapter(adapter);
        SdkExecutors.release();
    }

    /**
     * Runs a task when the adapter's threads have ended, if this was its last connection: whoever hears of the end may
     * unload its classes. They may be waited for on a thread of ours alone.
     */
    private void afterAdapter(Runnable task) {
        assert strand().isHere();
        if (!adapterCloses) {
            task.run();
            return;
        }
        SdkExecutors.COMPLETIONS.execute(() -> {
            try {
                if (!adapter.awaitClosed(LONGEST_END)) {
                    LOG.warn("{}: the I/O adapter {} does not end", connection, adapter.name());
                }
            } catch (Throwable failure) {
                LOG.warn("{}: the end of the I/O adapter can't be awaited", connection, failure);
            }
            task.run();
        });
    }

    // ---- recovery; in the strand ----

    /** The secret was renewed while the handshake was under way with the one before. */
    private void renewSecretSince() {
        byte[] secret = login.next().password().getBytes(UTF_8);
        try {
            driver.command(engine -> {
                engine.call(
                        new ConnectionMethod.UpdateSecret(secret, "renewed meanwhile"),
                        null,
                        options.callTimeout(),
                        driver.now());
                return null;
            });
        } catch (ClosedException lost) {
            LOG.debug("{}: the next login is made with the renewed secret", connection, lost);
        }
    }

    private RecoveryRun recovery(List<ChannelCore> restored, long lostAt) {
        RecoveryOptions recovery = options.recovery();
        ReplayOptions replay = new ReplayOptions(
                options.callTimeout(),
                this::isWanted,
                recovery.entityAttempts(),
                recovery.entityRetryDelay(),
                recovery.exclusiveTimeout());
        return new RecoveryRun(
                driver, ledger, replay, fatal, this::queueRenamed, commands -> recovered(commands, restored, lostAt));
    }

    /**
     * Asks the filter of the topology. One that fails is a failed attempt: the connection is given up, and nothing more is
     * done on it.
     */
    boolean isWanted(Method method) {
        try {
            return options.recovery().topology().test(method);
        } catch (Throwable e) {
            driver.closeTransport();
            throw new IllegalStateException(connection + " is given up, since the filter of the topology failed", e);
        }
    }

    private void restore(RecoveryRun run, List<ChannelCore> channels) {
        run.restore(channels.stream().map(ChannelCore::toRestore).toList());
    }

    private void queueRenamed(String before, String now) {
        channels().forEach(channel -> channel.queueRenamed(before, now));
        listeners.tell(listener -> listener.onQueueRenamed(before, now));
    }

    /**
     * One channel is to be brought back that the broker has closed; not at once, lest this goes round and round. Where the
     * connection is lost meanwhile, it comes back with the others; when the broker closes it after that, it has a delay of
     * its own.
     */
    void reopen(ChannelCore channel) {
        reopenLater(channel, driver.ask(unused -> channel.engine()), driver.now());
    }

    private void reopenLater(ChannelCore channel, ChannelEngine last, long lostAt) {
        driver.scheduleInStrand(supervisor.firstDelay(), () -> reopen(channel, last, lostAt));
    }

    private void reopen(ChannelCore channel, ChannelEngine last, long lostAt) {
        if (!channel.isLostWith(last)) {
            return;
        }
        if (supervisor.phase() == Supervisor.Phase.OPEN) {
            List<ChannelCore> one = List.of(channel);
            restore(recovery(one, lostAt), one);
        } else if (supervisor.phase() == Supervisor.Phase.RECOVERING) { // which may be past it
            reopenLater(channel, last, lostAt);
        }
    }

    private void recovered(List<ReplayedCommand> commands, List<ChannelCore> restored, long lostAt) {
        RecoveryReport report = new RecoveryReport(
                supervisor.address(),
                supervisor.rounds(),
                Duration.ofNanos(driver.now() - lostAt),
                fatal.recovered(commands).stream()
                        .map(command -> new RecoveryReport.Item(command.channel(), command.method(), command.problem()))
                        .toList(),
                restored.stream().mapToLong(ChannelCore::takeRepublished).sum());
        if (supervisor.recovered()) {
            lostTold = false;
            tellObserver(connection, one -> one.connectionRecovered(connection, report));
            listeners.tell(Notice.STATE, listener -> listener.onState(ConnectionState.OPEN));
        }
        log.recovered(report);
        listeners.tell(Notice.RECOVERED, listener -> listener.onRecovered(report));
    }

    // ---- what happened; from the router, in the strand ----

    void opened(Event.ConnectionOpened event) {
        opened = event;
        log.opened();
        supervisor.connectionOpened();
        renewal.opened();
    }

    /** The engine has ended, for good or not. */
    void closing(Event.ConnectionClosed event) {
        renewal.closed();
        boolean wasOpen = supervisor.lost(event.reason());
        unblocked();
        if (opened == null) {
            return; // nobody has it yet
        }
        if (!supervisor.survives(event.reason())) {
            closed(event);
        } else if (wasOpen) { // otherwise an attempt to connect has failed, which is no loss
            log.lost(event.reason());
            ledger.connectionLost();
            if (!lostTold) {
                lostTold = true;
                lastLoss = new Moment<>(event.reason(), driver.now());
                tellObserver(connection, one -> one.connectionLost(connection, event.reason()));
            }
            listeners.forget(Notice.ALARM); // what the broker said of its alarm counts no more
            listeners.tell(Notice.STATE, listener -> listener.onState(ConnectionState.RECONNECTING));
            listeners.tell(Notice.LOST, listener -> listener.onLost(event.reason()));
        }
    }

    /** The broker has stopped reading. */
    void blocked(Event.Blocked event) {
        block = new Moment<>(event.reason(), driver.now());
        tellObserver(connection, one -> one.connectionBlocked(connection, event.reason()));
        listeners.tellLasting(Notice.ALARM, listener -> listener.onBlocked(event.reason()));
    }

    /** The broker reads again, or what it said counts no more. */
    void unblocked() {
        Moment<String> over = block;
        if (over != null) {
            block = null;
            Duration time = Duration.ofNanos(driver.now() - over.at());
            tellObserver(connection, one -> one.connectionUnblocked(connection, time));
        }
    }

    private void closed(Event.ConnectionClosed event) {
        assert strand().isHere();
        if (finished) {
            return;
        }
        finished = true;
        CloseReason reason = event.reason();
        log.closed(reason);
        channels().forEach(channel -> channel.ended(reason, true));
        tasks.close();
        readingGate.close();
        dispatch.replies().execute(() -> closed.complete(reason));
        listeners.tell(Notice.STATE, listener -> listener.onState(ConnectionState.CLOSED));
        listeners.tellLast(listener -> listener.onClosed(reason));
        if (openedTold) {
            tellObserver(connection, one -> one.connectionClosed(connection, reason));
        }
        callbacks.occurred(connection, 0, event, this::observers);
        callbacks.clear();
    }

    /** The channel is closed for good; it will be told. */
    void remove(ChannelCore channel) {
        assert strand().isHere();
        channels.remove(channel);
        driver.wakeWaiting();
    }

    /** The channel is closed for good and was told. */
    void forget(ChannelCore channel, CloseReason reason) {
        assert strand().isHere();
        ledger.channelClosed(channel.number());
        Channel what = channel.channel();
        callbacks.occurred(what, channel.number(), new ChannelClosed(what, reason), channel.dispatch()::observers);
        callbacks.forget(what);
    }

    @Override
    public String toString() {
        return connection.toString();
    }
}
