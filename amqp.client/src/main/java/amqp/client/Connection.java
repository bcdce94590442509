// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.client.topology.Ledger;
import amqp.codec.AmqpException;
import amqp.codec.FieldTable;
import amqp.codec.ReplyCode;
import amqp.codec.method.ConnectionMethod;
import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.ConnectionEngine;
import amqp.connection.Event;
import amqp.connection.Tuning;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open connection to a broker (specification §2.2.4). Safe to use from any number of threads. Stages complete on the
 * connection's executor. With {@link RecoveryOptions} it comes back when it is lost, and stays the same object.
 */
public final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final ConnectionOptions options;
    private final Reconnection reconnection;
    private final EventRouter router;
    private final ConnectionDriver driver;
    private final Executor executor;
    private final Executor replies;
    private final Timers timers;
    private final Callbacks callbacks;
    private final ReadingGate readingGate;
    private final Ledger ledger = new Ledger();
    private final KeptOctets kept;
    private final Set<ChannelState> channels = ConcurrentHashMap.newKeySet();
    private final Listeners listeners;

    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> released = new CompletableFuture<>();

    private final Executor notices;

    private volatile Event.ConnectionOpened opened;

    /** On the I/O thread. */
    private boolean finished;

    private Connection(ConnectionOptions options, Adapter adapter) {
        this.options = options;
        this.executor = options.executor().map(CallbackExecutor::of).orElse(CallbackExecutor.SHARED);
        this.replies = lane(Dispatch.EXECUTOR, this, "the callback of a command");
        this.notices = lane(Dispatch.EXECUTOR, this, "a registered callback");
        this.listeners =
                new Listeners(notices, thrown -> options.callbackFailed(this, "a connection listener", thrown));
        this.reconnection = new Reconnection(
                this,
                adapter,
                executor,
                what -> options.reconnectionListener().ifPresent(hook -> notices.execute(() -> what.accept(hook))));
        this.callbacks =
                new Callbacks(wanted -> driver().tellMethods(wanted), channel -> channels.contains(channel.state()));
        this.router = new EventRouter(this, reconnection, listeners, callbacks, notices);
        this.driver = new ConnectionDriver(adapter, options.engineOptions(), router);
        this.timers = new Timers(driver, options.dispatch(), lane(options.dispatch(), this, "a scheduled task"));
        this.kept = new KeptOctets(options.recovery().bufferBound(), driver::wakePublishers);
        traceFrames(options.traceFrames());
        this.readingGate = new ReadingGate(options.inboxBound(), driver, this::isAwaiting);
    }

    /** Connects to the broker that the URI names; see {@link ConnectionOptions#ofUris}. */
    public static CompletionStage<Connection> open(String uri) {
        return open(ConnectionOptions.ofUri(uri));
    }

    /**
     * Connects to the first of the addresses that can be reached, and again as {@link RecoveryOptions} says. The stage
     * fails with {@link ConnectionFailedException} when none can, or when a broker refuses the user or virtual host.
     * Whoever completes the stage, by cancelling it for instance, gives up: what was opened or is about to be is closed
     * again.
     *
     * @throws IllegalArgumentException when the adapter is not there or cannot be used
     * @throws IllegalStateException when the adapter passed by hand is closed
     */
    public static CompletionStage<Connection> open(ConnectionOptions options) {
        return connecting(options).reconnection.start();
    }

    /** The same with a callback, which runs on the connection's executor. */
    public static void open(ConnectionOptions options, ReplyCallback<? super Connection> callback) {
        Objects.requireNonNull(callback, "callback");
        Connection connecting = connecting(options);
        Consumer<Throwable> failures = thrown -> options.callbackFailed(connecting, "the callback", thrown);
        connecting
                .reconnection
                .start()
                .whenComplete((connection, failure) -> connecting.executor.execute(
                        () -> Lane.runHere(() -> callback.completed(connection, asAmqp(failure)), failures)));
    }

    private static Connection connecting(ConnectionOptions options) {
        Adapter adapter = options.acquireAdapter();
        if (options.endpoint(options.addresses().get(0)).tls().trustsEveryone()) {
            LOG.warn("TLS trusts everyone, by trustEveryoneInsecurely: whoever sits between can read and change all,"
                    + " passwords included. For development only; trust the broker's certificate authority instead");
        }
        return new Connection(options, adapter);
    }

    private static AmqpException asAmqp(Throwable failure) {
        return failure == null || failure instanceof AmqpException
                ? (AmqpException) failure
                : new ConnectionFailedException(
                        "the connection could not be opened: " + failure.getMessage(),
                        new CloseReason.TransportLost(failure),
                        failure);
    }

    // ---- commands ----

    /** Opens the channel with the lowest free number; its callbacks run where {@link ConnectionOptions} says. */
    public CompletionStage<Channel> openChannel() {
        return openChannel(ChannelOptions.builder().dispatch(options.dispatch()).build());
    }

    /**
     * Opens a channel.
     *
     * @throws IllegalStateException when the number is in use or above channel-max, or all numbers are in use
     */
    public CompletionStage<Channel> openChannel(ChannelOptions how) {
        return ReplyStage.of(callback -> openChannel(how, callback));
    }

    /** @see #openChannel(ChannelOptions) */
    public void openChannel(ChannelOptions how, ReplyCallback<? super Channel> callback) {
        ChannelState channel = new Channel(this, how).state();
        Objects.requireNonNull(callback, "callback");
        Reply<Channel> reply = new Reply<>(this, channel.replies(), openOk -> channel.opened(), callback);
        submit(reply, engine -> {
            channel.opening(open(engine, how, channel, reply));
            channels.add(channel);
        });
    }

    private ChannelEngine open(ConnectionEngine engine, ChannelOptions how, ChannelState channel, Object attachment) {
        Duration timeout = options.callTimeout();
        long now = driver.now();
        return how.number() == 0
                ? engine.openChannel(channel, attachment, timeout, now)
                : engine.openChannelNumbered(how.number(), channel, attachment, timeout, now);
    }

    /**
     * Renews the credentials (RabbitMQ's connection.update-secret), for mechanisms whose secrets expire.
     *
     * @param secret never logged
     * @param reason for the broker's log, at most 255 bytes
     */
    public CompletionStage<ConnectionMethod.UpdateSecretOk> updateSecret(byte[] secret, String reason) {
        return ReplyStage.of(callback -> updateSecret(secret, reason, callback));
    }

    /** @see #updateSecret(byte[], String) */
    public void updateSecret(
            byte[] secret, String reason, ReplyCallback<? super ConnectionMethod.UpdateSecretOk> callback) {
        Objects.requireNonNull(callback, "callback");
        Reply<ConnectionMethod.UpdateSecretOk> reply =
                new Reply<>(this, replies, ConnectionMethod.UpdateSecretOk.class::cast, callback);
        ConnectionMethod.UpdateSecret method = new ConnectionMethod.UpdateSecret(secret, reason);
        submit(reply, engine -> {
            engine.call(method, reply, options.callTimeout(), driver.now());
        });
    }

    /** Closes the connection and all its channels; completes when the transport is closed too. */
    public CompletionStage<CloseReason> close() {
        return close(ReplyCode.REPLY_SUCCESS, "closed by the application");
    }

    /**
     * Closes the connection, telling the broker why. Closing twice is harmless.
     *
     * @param code reply code
     * @param text at most 255 bytes
     */
    public CompletionStage<CloseReason> close(int code, String text) {
        beginClose(code, text);
        return released.minimalCompletionStage();
    }

    /** @see #close(int, String) */
    public void close(int code, String text, ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        beginClose(code, text);
        tellEnd(released, callback);
    }

    private void beginClose(int code, String text) {
        boolean away = reconnection.state() == ConnectionState.RECONNECTING;
        boolean idle = driver.command(engine -> {
            engine.close(code, text, driver.now());
            return reconnection.closedByApplication();
        });
        if (idle) {
            reconnection.endIdle(new CloseReason.ByApplication(code, text));
        } else if (away) {
            driver.closeTransport();
        }
    }

    /** Hears once when the connection is closed, by whomever; the failure is always null. */
    public void closed(ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        tellEnd(closed, callback);
    }

    /**
     * Runs a task once, where {@link ConnectionOptions#dispatch} says: by default on the executor, in the order of time
     * and one after the other. What it throws is reported and ends nothing. Once the connection is closed, no more run.
     *
     * @param delay zero or more; the resolution is about a millisecond
     * @return removes the task unless it has begun
     */
    public Cancellable schedule(Duration delay, Runnable task) {
        Objects.requireNonNull(task, "task");
        return timers.schedule(delay, task);
    }

    /** For any method that the broker sends on this connection or one of its channels, and for events. */
    public Callbacks callbacks() {
        return callbacks;
    }

    /**
     * Begins or ends to log each frame of both directions to the logger "amqp.client.frames" at level debug: the method
     * with its arguments, secrets hidden, and sizes, but no contents. Costs nothing when it is off.
     */
    public void traceFrames(boolean on) {
        driver.tellFrames(on);
    }

    /** Adds a listener for what happens from now on. It is told at once when the connection is blocked already. */
    public void addListener(ConnectionListener listener) {
        Objects.requireNonNull(listener, "listener");
        listeners.add(listener);
    }

    /** Removes a listener; it may still hear what happened before. */
    public void removeListener(ConnectionListener listener) {
        listeners.remove(listener);
    }

    // ---- getters ----

    /** Whether the calling thread is the one that does this connection's I/O; nothing may block there. */
    public boolean onIoThread() {
        return driver.onIoThread();
    }

    /** Whether it is open now: neither side has begun to close it, and it is not lost. */
    public boolean isOpen() {
        return driver.ask(ConnectionEngine::isOpen);
    }

    /** Completes when the connection is closed, by whomever, with the reason. */
    public CompletionStage<CloseReason> closed() {
        return closed.minimalCompletionStage();
    }

    /** The address that the connection was made to; while it is away, the one that it had or that is tried. */
    public Address address() {
        return reconnection.address();
    }

    /** Where the connection stands; see {@link ConnectionListener#onState}. */
    public ConnectionState state() {
        return reconnection.state();
    }

    /**
     * What a queue is called now: one that the broker had named has another name after a recovery. Commands may go on to
     * use the first name; routing keys and reply-to addresses need the present one.
     */
    public String currentQueueName(String queue) {
        return ledger.currentName(queue);
    }

    public ConnectionOptions options() {
        return options;
    }

    /** What was negotiated with the broker. */
    public Tuning tuning() {
        return opened.tuning();
    }

    /** What the broker said of itself. */
    public FieldTable serverProperties() {
        return opened.serverProperties();
    }

    // ---- for the module ----

    ConnectionDriver driver() {
        return driver;
    }

    EventRouter router() {
        return router;
    }

    Reconnection reconnection() {
        return reconnection;
    }

    Ledger ledger() {
        return ledger;
    }

    KeptOctets kept() {
        return kept;
    }

    Listeners listeners() {
        return listeners;
    }

    Inbox inbox() {
        return readingGate.inbox();
    }

    /** Those that are open or on their way back, by their numbers. */
    List<ChannelState> channels() {
        return channels.stream()
                .sorted(Comparator.comparingInt(ChannelState::number))
                .toList();
    }

    /** Where callbacks of one kind run; for {@code origin}, which is named when one fails. */
    Executor lane(Dispatch dispatch, Object origin, String callback) {
        Consumer<Throwable> failures = thrown -> options.callbackFailed(origin, callback, thrown);
        return dispatch == Dispatch.IO_THREAD ? task -> Lane.runHere(task, failures) : new Lane(executor, failures);
    }

    private boolean isAwaiting() {
        return !isOpen()
                || router.isAwaiting()
                || driver.ask(engine -> channels.stream().anyMatch(ChannelState::isAwaiting));
    }

    /** Runs a task where the handler of the transport is called, or where its adapter keeps the time. */
    void onIoThread(Runnable task) {
        reconnection.onIoThread(task);
    }

    /** Gives up before the connection was handed to anybody. */
    void abandon() {
        close();
        driver.closeTransport();
    }

    // ---- what happened; on the I/O thread ----

    void transportConnected() {
        timers.connected();
        reconnection.transportConnected();
    }

    void transportClosed(Throwable cause) {
        timers.disconnected();
        reconnection.transportClosed(cause);
    }

    void opened(Event.ConnectionOpened event) {
        opened = event;
    }

    /** What had been declared is to be brought back. */
    void recover() {
        readingGate.renewed();
        listeners.tell(listener -> listener.onState(ConnectionState.RECOVERING));
        new Recovery(this, reconnection.lostAt()).start();
    }

    /** One channel is to be brought back that the broker has closed; not at once, lest this goes round and round. */
    void reopen(ChannelState channel) {
        long lostAt = driver.now();
        driver.schedule(reconnection.firstDelay(), () -> {
            if (reconnection.state() == ConnectionState.OPEN && channel.isLost()) { // otherwise it comes by another way
                new Recovery(this, lostAt).restore(channel);
            }
        });
    }

    void recovered(RecoveryReport report) {
        if (reconnection.recovered()) {
            listeners.tell(listener -> listener.onState(ConnectionState.OPEN));
        }
        listeners.tell(listener -> listener.onRecovered(report));
    }

    /**
     * The engine has ended, for good or not.
     *
     * @param wasOpen otherwise an attempt to connect has failed, which is no loss
     */
    void lost(Event.ConnectionClosed event, boolean wasOpen) {
        if (opened == null) {
            return; // nobody has it yet
        }
        if (reconnection.survives(event.reason())) {
            if (wasOpen) {
                ledger.connectionLost();
                listeners.lost(event.reason());
            }
        } else {
            closed(event);
        }
    }

    /** The transport is closed and there will be no other. */
    void ended(CloseReason reason) {
        closed(new Event.ConnectionClosed(reason));
        replies.execute(() -> released.complete(reason));
    }

    private void closed(Event.ConnectionClosed event) {
        if (finished) {
            return;
        }
        finished = true;
        CloseReason reason = event.reason();
        channels().forEach(channel -> channel.ended(reason, true));
        timers.close();
        readingGate.close();
        replies.execute(() -> closed.complete(reason));
        listeners.tell(listener -> listener.onState(ConnectionState.CLOSED));
        listeners.tell(listener -> listener.onClosed(reason));
        callbacks.occurred(this, 0, event, () -> notices);
        callbacks.clear();
    }

    /** The channel is closed for good; it will be told. */
    void remove(ChannelState channel) {
        channels.remove(channel);
        driver.wakePublishers();
    }

    /** The channel is closed for good and was told. */
    void forget(ChannelState channel, CloseReason reason) {
        ledger.channelClosed(channel.number());
        Channel what = channel.channel();
        callbacks.occurred(what, channel.number(), new ChannelClosed(what, reason), channel::observers);
        callbacks.forget(what);
    }

    // ---- inside ----

    private void command(Consumer<ConnectionEngine> command) {
        driver.command(engine -> {
            command.accept(engine);
            return null;
        });
    }

    private void tellEnd(CompletableFuture<CloseReason> end, ReplyCallback<? super CloseReason> callback) {
        end.thenAccept(reason -> replies.execute(() -> callback.completed(reason, null)));
    }

    private void submit(Reply<?> reply, Consumer<ConnectionEngine> command) {
        try {
            command(engine -> {
                reconnection.expectRecovered(); // until then the numbers of channels are spoken for
                command.accept(engine);
                router.asked();
            });
        } catch (ClosedException e) {
            reply.failed(e);
        }
    }

    @Override
    public String toString() {
        return "the connection to " + address();
    }
}
