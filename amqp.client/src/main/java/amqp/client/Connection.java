// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.codec.FieldTable;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.ConnectionEngine;
import amqp.connection.EngineClosedException;
import amqp.connection.Event;
import amqp.connection.Tuning;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open connection to a broker (specification §2.2.4). Safe to use from any number of threads. Stages complete on the
 * connection's executor.
 */
public final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final ConnectionOptions options;
    private final Address address;
    private final Adapter adapter;
    private final Outcome outcome;
    private final ConnectionDriver driver;
    private final Executor executor;
    private final Executor replies;
    private final Executor notices;
    private final Executor timers;
    private final Callbacks callbacks;
    private final ReadingGate readingGate;
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Listeners listeners;

    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> released = new CompletableFuture<>();
    private CloseReason closeReason;

    private Event.ConnectionOpened opened;

    Connection(ConnectionOptions options, Address address, Adapter adapter, Executor executor, Outcome outcome) {
        this.options = options;
        this.address = address;
        this.adapter = adapter;
        this.outcome = outcome;
        this.executor = executor;
        this.replies = lane(Dispatch.EXECUTOR, this, "the callback of a command");
        this.notices = lane(Dispatch.EXECUTOR, this, "a registered callback");
        this.listeners =
                new Listeners(notices, thrown -> options.callbackFailed(this, "a connection listener", thrown));
        this.timers = lane(options.dispatch(), this, "a scheduled task");
        this.driver = new ConnectionDriver(options.engineOptions(), this::receive, this::transportClosed);
        this.callbacks =
                new Callbacks(wanted -> driver.adjust(engine -> engine.tellMethods(wanted)), channels::contains);
        traceFrames(options.traceFrames());
        this.readingGate = new ReadingGate(options.inboxBound(), driver, this::isAwaiting);
    }

    /** Connects to the broker that the URI names; see {@link ConnectionOptions#ofUris}. */
    public static CompletionStage<Connection> open(String uri) {
        return open(ConnectionOptions.ofUri(uri));
    }

    /**
     * Connects to the first of the addresses that can be reached. The stage fails with {@link ConnectionFailedException}
     * when none can, or when a broker refuses the user or virtual host. Whoever completes the stage, by cancelling it for
     * instance, gives up: what was opened or is about to be is closed again.
     *
     * @throws IllegalArgumentException when the adapter is not there or cannot be used
     * @throws IllegalStateException when the adapter passed by hand is closed
     */
    public static CompletionStage<Connection> open(ConnectionOptions options) {
        return new Opening(options).start();
    }

    /** The same with a callback, which runs on the connection's executor. */
    public static void open(ConnectionOptions options, ReplyCallback<? super Connection> callback) {
        Objects.requireNonNull(callback, "callback");
        new Opening(options).start(callback);
    }

    /**
     * Begins to connect.
     *
     * @throws IllegalStateException when the adapter is closed; nobody hears of this connection then
     */
    void connect() {
        options.retainAdapter(adapter);
        try {
            driver.connect(adapter, options.endpoint(address));
        } catch (RuntimeException | Error e) {
            options.releaseAdapter(adapter);
            throw e;
        }
    }

    /** Gives up before the connection was handed to anybody. */
    void abandon() {
        close();
        driver.closeTransport();
    }

    // ---- commands ----

    /** Opens the channel with the lowest free number; its callbacks run where {@link ConnectionOptions} says. */
    public CompletionStage<Channel> openChannel() {
        return openChannel(ChannelOptions.of(options.dispatch()));
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
        Channel channel = new Channel(this, how.dispatch());
        Objects.requireNonNull(callback, "callback");
        Reply<Channel> reply = new Reply<>(this, channel.replies(), openOk -> channel, callback);
        submit(reply, engine -> {
            channel.opened(open(engine, how, channel, reply));
            channels.add(channel);
        });
    }

    private ChannelEngine open(ConnectionEngine engine, ChannelOptions how, Channel channel, Object attachment) {
        Duration limit = options.callLimit();
        long now = System.nanoTime();
        ChannelEngine opening = how.number() == 0
                ? engine.openChannel(channel, attachment, limit, now)
                : engine.openChannelNumbered(how.number(), channel, attachment, limit, now);
        opening.pipelined(how.pipelined());
        if (how.publishWindow() > 0) {
            opening.publishWindow(how.publishWindow());
        }
        return opening;
    }

    /**
     * Renews the credentials (RabbitMQ's connection.update-secret), for mechanisms whose secrets expire.
     *
     * @param secret never logged
     * @param reason for the broker's log, at most 255 octets
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
            engine.call(method, reply, options.callLimit(), System.nanoTime());
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
     * @param text at most 255 octets
     */
    public CompletionStage<CloseReason> close(int code, String text) {
        command(engine -> engine.close(code, text, System.nanoTime()));
        return released.minimalCompletionStage();
    }

    /** @see #close(int, String) */
    public void close(int code, String text, ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        command(engine -> engine.close(code, text, System.nanoTime()));
        tellEnd(released, callback);
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
        AtomicBoolean cancelled = new AtomicBoolean();
        Runnable unlessCancelled = () -> {
            if (!cancelled.get()) {
                task.run();
            }
        };
        Cancellable timer = driver.transport().schedule(delay, () -> timers.execute(unlessCancelled));
        return () -> {
            cancelled.set(true);
            timer.cancel();
        };
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
        driver.adjust(engine -> engine.tellFrames(on));
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
        return driver.transport().onIoThread();
    }

    /** Whether commands can be given: neither side has begun to close it. */
    public boolean isOpen() {
        return driver.ask(ConnectionEngine::isOpen);
    }

    /** Completes when the connection is closed, by whomever, with the reason. */
    public CompletionStage<CloseReason> closed() {
        return closed.minimalCompletionStage();
    }

    /** The address that the connection was made to. */
    public Address address() {
        return address;
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

    Inbox inbox() {
        return readingGate.inbox();
    }

    /** Where callbacks of one kind run; for {@code origin}, which is named when one fails. */
    Executor lane(Dispatch dispatch, Object origin, String callback) {
        Consumer<Throwable> failures = thrown -> options.callbackFailed(origin, callback, thrown);
        return dispatch == Dispatch.IO_THREAD ? task -> Lane.runHere(task, failures) : new Lane(executor, failures);
    }

    /** A command that somebody waits for was given. */
    void asked() {
        unanswered.incrementAndGet();
    }

    private Completion answered(Object attachment) {
        unanswered.decrementAndGet();
        return (Completion) attachment;
    }

    private boolean isAwaiting() {
        return !isOpen()
                || unanswered.get() > 0
                || driver.ask(engine -> channels.stream().anyMatch(Channel::isAwaiting));
    }

    /** Hears when the connection is open, or why it can't be. */
    interface Outcome {
        void opened(Connection connection);

        void failed(Connection connection, CloseReason reason);
    }

    // ---- from the driver ----

    private void receive(Event event) {
        if (event instanceof Event.Delivered delivered) {
            delivered(delivered);
        } else if (event instanceof Event.Settled settled) {
            ((Publication) settled.attachment()).settled(settled.verdict());
        } else if (event instanceof Event.Replied replied) {
            answered(replied.attachment()).replied(replied.reply());
        } else {
            receiveRare(event);
        }
    }

    private void receiveRare(Event event) {
        if (event instanceof Event.Sent sent) {
            answered(sent.attachment()).replied(null);
        } else if (event instanceof Event.Got got) {
            ((GetCompletion) answered(got.attachment())).got(got);
        } else if (event instanceof Event.TimedOut timedOut) {
            AmqpException failure = new CallTimeoutException(timedOut.request().protocolName(), timedOut.limit());
            answered(timedOut.attachment()).failed(failure);
        } else if (event instanceof Event.Failed failed) {
            failed(failed);
        } else if (event instanceof Event.Oversized oversized) {
            oversized(oversized);
        } else if (event instanceof Event.Returned returned) {
            owner(returned.channel()).receive(returned);
        } else if (event instanceof Event.ConsumerCancelled cancelled) {
            owner(cancelled.channel()).receive(cancelled);
        } else if (event instanceof Event.ChannelClosed channelClosed) {
            Channel channel = owner(channelClosed.channel());
            channels.remove(channel);
            driver.wakePublishers();
            channel.receive(channelClosed);
            ChannelClosed what = new ChannelClosed(channel, channelClosed.reason());
            callbacks.occurred(channel, channel.number(), what, channel::observers);
            callbacks.forget(channel);
        } else if (event instanceof Event.AllSettled settled) {
            ((ConfirmWait) settled.attachment()).settled(settled.counts());
        } else if (event instanceof Event.MethodReceived received) {
            received(received);
        } else if (event instanceof Event.FramePassed frame) {
            FrameTrace.log(address, frame);
        } else if (event instanceof Event.Flow) {
            LOG.debug("{}: {}", address, event);
        } else {
            receiveOwn(event);
        }
    }

    private void receiveOwn(Event event) {
        if (event instanceof Event.ConnectionOpened isOpen) {
            opened = isOpen;
            outcome.opened(this);
        } else if (event instanceof Event.ConnectionClosed isClosed) {
            closed(isClosed);
        } else if (event instanceof Event.TransportFinished) {
            driver.closeTransport();
        } else if (event instanceof Event.Blocked isBlocked) {
            listeners.blocked(isBlocked.reason());
            callbacks.occurred(this, 0, isBlocked, () -> notices);
        } else if (event instanceof Event.Unblocked unblocked) {
            listeners.unblocked();
            callbacks.occurred(this, 0, unblocked, () -> notices);
        } else if (event instanceof Event.Backpressure backpressure) {
            listeners.tell(listener -> listener.onBackpressure(backpressure));
            callbacks.occurred(this, 0, backpressure, () -> notices);
        }
    }

    private void received(Event.MethodReceived event) {
        Record method = (Record) event.method();
        if (event.channel() == null) {
            callbacks.occurred(this, 0, method, () -> notices);
        } else {
            Channel channel = owner(event.channel());
            callbacks.occurred(channel, channel.number(), method, channel::observers);
        }
    }

    private void delivered(Event.Delivered event) {
        if (event.consumer() instanceof Subscription subscription) {
            subscription.delivered(event);
        } else {
            LOG.warn(
                    "{}: a message for the unknown consumer \"{}\"",
                    address,
                    event.method().consumerTag());
        }
    }

    private void failed(Event.Failed event) {
        if (event.attachment() instanceof Publication publication) {
            publication.settled(Verdict.UNKNOWN); // it was never sent
        } else {
            answered(event.attachment()).closed(event.reason());
        }
    }

    private void oversized(Event.Oversized event) {
        String what = event.method().protocolName() + " with a message of " + Long.toUnsignedString(event.size())
                + " octets, more than the limit; it was rejected";
        LOG.error("{}: {}", address, what);
        if (event.attachment() != null) {
            answered(event.attachment()).failed(new AmqpException(what));
        }
        Method method = event.method();
        if (method instanceof BasicMethod.Deliver deliver) {
            listeners.tell(listener -> listener.onOversized(deliver.exchange(), deliver.routingKey(), event.size()));
        } else if (method instanceof BasicMethod.GetOk getOk) {
            listeners.tell(listener -> listener.onOversized(getOk.exchange(), getOk.routingKey(), event.size()));
        }
    }

    private void closed(Event.ConnectionClosed event) {
        CloseReason reason = event.reason();
        closeReason = reason;
        if (opened == null) {
            outcome.failed(this, reason);
        }
        replies.execute(() -> closed.complete(reason));
        listeners.tell(listener -> listener.onClosed(reason));
        callbacks.occurred(this, 0, event, () -> notices);
        callbacks.clear();
    }

    private void transportClosed(Throwable cause) {
        options.releaseAdapter(adapter);
        replies.execute(() -> released.complete(closeReason));
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

    private static Channel owner(ChannelEngine engine) {
        return (Channel) engine.owner();
    }

    private void submit(Reply<?> reply, Consumer<ConnectionEngine> command) {
        try {
            command(command.andThen(engine -> asked()));
        } catch (EngineClosedException e) {
            reply.closed(e.reason());
        }
    }

    @Override
    public String toString() {
        return "the connection to " + address;
    }
}
