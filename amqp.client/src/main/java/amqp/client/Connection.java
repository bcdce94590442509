// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.codec.AmqpException;
import amqp.codec.FieldTable;
import amqp.codec.ReplyCode;
import amqp.codec.method.ConnectionMethod;
import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.ConnectionEngine;
import amqp.connection.Tuning;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a broker (specification §2.2.4). Safe to use from any number of threads; no method blocks. Stages
 * complete, and callbacks of commands run, on the completion executor; listeners and registered callbacks run on the
 * connection's executor, see {@link Dispatch}. When the connection is lost, it is recovered as {@link RecoveryOptions}
 * say, and stays the same object.
 *
 * <p>All threads of the SDK are daemon threads, so they do not keep the program running. A program that only consumes
 * can wait for {@link #closed} and call {@link #shutdown} in a shutdown hook.
 */
public final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final ConnectionCore core;

    Connection(ConnectionCore core) {
        this.core = core;
    }

    /**
     * Opens a connection to the broker in a URI; see {@link #open(ConnectionOptions)}.
     *
     * @param uri see {@link ConnectionOptions#ofUris}
     * @throws IllegalArgumentException when the URI is malformed or a parameter of it is unknown
     */
    public static CompletionStage<Connection> open(String uri) {
        return open(ConnectionOptions.ofUri(uri));
    }

    /**
     * Opens a connection to the first address that can be reached. The stage completes when the connection is open, and
     * fails with {@link ConnectionFailedException} when no address can be reached or a broker refuses the user or
     * virtual host. Complete or cancel the stage to give up; a connection that is opened after that is closed again.
     *
     * @param options how to connect, and the options of the connection afterwards
     * @throws IllegalArgumentException when the adapter does not exist or cannot be used
     * @throws IllegalStateException when the adapter object in the options is closed
     */
    public static CompletionStage<Connection> open(ConnectionOptions options) {
        return connecting(options).open();
    }

    /**
     * Opens a connection as {@link #open(ConnectionOptions)} does and calls back instead of returning a stage.
     *
     * @param options how to connect, and the options of the connection afterwards
     * @param callback called once with the connection or the failure, on the completion executor
     */
    public static void open(ConnectionOptions options, ReplyCallback<? super Connection> callback) {
        Objects.requireNonNull(callback, "callback");
        ConnectionCore connecting = connecting(options);
        connecting
                .open()
                .whenComplete((connection, failure) ->
                        connecting.dispatch().replies().execute(() -> callback.completed(connection, asAmqp(failure))));
    }

    private static ConnectionCore connecting(ConnectionOptions options) {
        Adapter adapter = options.acquireAdapter();
        if (options.endpoint(options.addresses().get(0)).tls().trustsEveryone()) {
            LOG.warn("TLS trusts everyone, by trustEveryoneInsecurely: whoever sits between can read and change all,"
                    + " passwords included. For development only; trust the broker's certificate authority instead");
        }
        return new ConnectionCore(options, adapter);
    }

    private static @Nullable AmqpException asAmqp(@Nullable Throwable failure) {
        return failure == null || failure instanceof AmqpException
                ? (AmqpException) failure
                : new ConnectionFailedException(
                        "the connection could not be opened: " + failure.getMessage(),
                        new CloseReason.TransportLost(failure),
                        failure);
    }

    // ---- commands ----

    /**
     * Opens a channel with the lowest free number and callbacks where {@link ConnectionOptions#dispatch} says; see
     * {@link #openChannel(ChannelOptions)}.
     *
     * @throws IllegalStateException when all channel numbers are in use
     */
    public CompletionStage<Channel> openChannel() {
        return openChannel(
                ChannelOptions.builder().dispatch(core.options().dispatch()).build());
    }

    /**
     * Opens a channel (specification §1.5.2.1 channel.open). The stage fails with
     * {@link amqp.connection.ClosedException} when the connection is closed or lost, and with
     * {@link CallTimeoutException} when the broker does not answer. Complete or cancel the stage to give up; a channel
     * that opens after that is closed again.
     *
     * @param how number, dispatch and limits of the channel
     * @throws IllegalStateException when the number is in use or above channel-max, or all numbers are in use
     */
    public CompletionStage<Channel> openChannel(ChannelOptions how) {
        return ReplyStage.owning(core, callback -> open(how, callback), Channel::close);
    }

    /**
     * Opens a channel as {@link #openChannel(ChannelOptions)} does and calls back instead of returning a stage.
     *
     * @param how number, dispatch and limits of the channel
     * @param callback called once with the channel or the failure, where the channel's
     *     {@link ChannelOptions#completionDispatch} says
     * @throws IllegalStateException when the number is in use or above channel-max, or all numbers are in use
     */
    public void openChannel(ChannelOptions how, ReplyCallback<? super Channel> callback) {
        open(how, Objects.requireNonNull(callback, "callback"));
    }

    private Reply<Channel> open(ChannelOptions how, ReplyCallback<? super Channel> callback) {
        ChannelCore channel = new ChannelCore(core, how);
        Reply<Channel> reply =
                new Reply<>(this::toString, channel.dispatch().replies(), openOk -> channel.opened(), callback);
        core.submit(reply, engine -> {
            channel.opening(open(engine, how, channel, reply));
            core.add(channel);
        });
        return reply;
    }

    private ChannelEngine open(ConnectionEngine engine, ChannelOptions how, ChannelCore channel, Object attachment) {
        Duration timeout = core.options().callTimeout();
        long now = core.driver().now();
        return how.number() == 0
                ? engine.openChannel(channel, attachment, timeout, now)
                : engine.openChannelNumbered(how.number(), channel, attachment, timeout, now);
    }

    /**
     * Renews the credentials of the connection (connection.update-secret, an extension of RabbitMQ), for mechanisms
     * whose secrets expire. Later recoveries use the new secret, unless the broker refuses it, which closes the
     * connection. While the connection is being recovered, this sends nothing: the stage completes at once, and the
     * next login uses the new secret. With a {@link amqp.credentials.CredentialsProvider} there is no need to call
     * this.
     *
     * @param secret the new secret, copied before this returns and never logged
     * @param reason for the broker's log, at most 255 bytes
     */
    public CompletionStage<ConnectionMethod.UpdateSecretOk> updateSecret(byte[] secret, String reason) {
        return ReplyStage.of(core, callback -> updateSecret(secret, reason, callback));
    }

    /**
     * Renews the credentials as {@link #updateSecret(byte[], String)} does and calls back instead of returning a stage.
     *
     * @param secret the new secret, copied before this returns and never logged
     * @param reason for the broker's log, at most 255 bytes
     * @param callback called once with the reply or the failure, on the completion executor
     */
    public void updateSecret(
            byte[] secret, String reason, ReplyCallback<? super ConnectionMethod.UpdateSecretOk> callback) {
        Objects.requireNonNull(callback, "callback");
        Reply<ConnectionMethod.UpdateSecretOk> reply = new Reply<>(
                this::toString, core.dispatch().replies(), ConnectionMethod.UpdateSecretOk.class::cast, callback);
        core.renewSecret(new ConnectionMethod.UpdateSecret(secret, reason), reply);
    }

    /**
     * Shuts the connection down in order: cancels all consumers, waits until received messages are handled and
     * acknowledged and all publishes have their verdicts, then closes the connection as {@link #close()} does. So no
     * message is lost, and only unfinished messages are delivered again. The stage completes when the transport is
     * closed, and never fails.
     *
     * <p>During this time handlers and other threads may publish and acknowledge. If they go on to start consumers or
     * to publish, the limit ends the shutdown. Messages in a {@link DeliveryBuffer} wait until they are taken. A
     * handler may call this but must not wait for the stage, since the stage waits for the handler.
     *
     * @param limit time after which the connection is closed in any case; zero or more
     * @return what was not finished
     * @throws IllegalArgumentException when the limit is negative
     */
    public CompletionStage<ShutdownReport> shutdown(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("the limit of a shutdown is zero or more, not " + limit);
        }
        return Shutdown.begin(core, limit).copy();
    }

    /** Closes the connection and all its channels with reply code 200; see {@link #close(int, String)}. */
    public CompletionStage<CloseReason> close() {
        return close(ReplyCode.REPLY_SUCCESS, "closed by the application");
    }

    /**
     * Closes the connection and all its channels (specification §1.4.2.9 connection.close). The stage completes with
     * the reason when the transport is closed and, for the last connection of a shared adapter, the adapter's threads
     * have ended; this takes at most about {@link ConnectionOptions#closeTimeout}. The stage never fails. A recovery in
     * progress ends. A second close has no effect.
     *
     * @param code the reply code for the broker, see {@link ReplyCode}
     * @param text the reply text for the broker's log, at most 255 bytes
     * @throws IllegalArgumentException when the text is longer
     */
    public CompletionStage<CloseReason> close(int code, String text) {
        core.close(new CloseReason.ByApplication(code, text));
        return core.released().copy();
    }

    /**
     * Closes the connection as {@link #close(int, String)} does and calls back instead of returning a stage.
     *
     * @param code the reply code for the broker
     * @param text the reply text, at most 255 bytes
     * @param callback called once with the reason; the failure is always null
     * @throws IllegalArgumentException when the text is longer
     */
    public void close(int code, String text, ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        core.close(new CloseReason.ByApplication(code, text));
        tellEnd(core.released(), callback);
    }

    /**
     * Calls back once when the connection is closed for good, by either side or because it is lost and not recovered.
     *
     * @param callback called with the reason, immediately if the connection is closed already; the failure is always
     *     null
     */
    public void closed(ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        tellEnd(core.closed(), callback);
    }

    /**
     * Runs a task once after a delay, where {@link ConnectionOptions#dispatch} says: by default on the executor, in
     * order of time and one at a time. After the connection is closed for good, no task runs.
     *
     * @param delay any; a negative one counts as zero, and the resolution is about a millisecond
     * @param task if it throws, {@link ConnectionOptions.Builder#onCallbackFailure} is called and nothing is closed
     * @return removes the task unless it has started
     */
    public Cancellable schedule(Duration delay, Runnable task) {
        Objects.requireNonNull(task, "task");
        return core.tasks().schedule(delay, task);
    }

    /**
     * Runs a task once after a delay, where the given dispatch says, in no particular order with other tasks; see
     * {@link #schedule(Duration, Runnable)}. Use {@link Dispatch#COMPLETION_EXECUTOR} for timeouts that must work even
     * when callbacks occupy all threads of the application's executor.
     *
     * @param delay any; a negative one counts as zero, and the resolution is about a millisecond
     * @param dispatch where the task runs
     * @param task if it throws, {@link ConnectionOptions.Builder#onCallbackFailure} is called and nothing is closed
     * @return removes the task unless it has started
     */
    public Cancellable schedule(Duration delay, Dispatch dispatch, Runnable task) {
        Objects.requireNonNull(task, "task");
        return core.tasks()
                .schedule(delay, task, core.dispatch().executor(dispatch, this, ConnectionCore.SCHEDULED_TASK));
    }

    /**
     * Returns the registry of callbacks for methods that the broker sends on this connection and its channels, and for
     * events.
     */
    public Callbacks callbacks() {
        return core.callbacks();
    }

    /**
     * Switches the frame log on or off. Each frame in either direction is logged to the logger "amqp.client.frames" at
     * level debug: methods with their arguments but without secrets, and sizes, but no message contents. It costs
     * nothing when it is off.
     *
     * @param on whether to log frames from now on
     */
    public void traceFrames(boolean on) {
        core.driver().tellFrames(on);
    }

    /**
     * Adds a listener for events of the connection from now on.
     *
     * @param listener called on the connection's executor, one call at a time; called immediately if the broker has
     *     blocked the connection already
     */
    public void addListener(ConnectionListener listener) {
        Objects.requireNonNull(listener, "listener");
        core.listeners().add(listener);
    }

    /**
     * Removes a listener. It may still be called for earlier events.
     *
     * @param listener as it was added; an unknown listener has no effect
     */
    public void removeListener(ConnectionListener listener) {
        core.listeners().remove(listener);
    }

    // ---- getters ----

    /**
     * Returns why replies are late now, as one sentence for a log; empty when no cause is known. No reply comes while
     * the connection is lost; the broker reads nothing while it has blocked the connection; the client reads nothing
     * while more than {@link ConnectionOptions.Builder#inboxBound} bytes wait for the application.
     */
    public String whyNotAnswered() {
        return core.whyNotAnswered();
    }

    /**
     * Returns what the connection has transferred since it was first opened, and what waits on it now. Counting costs
     * almost nothing; this call takes the connection's lock for a time that grows with the number of channels.
     */
    public ConnectionStatistics statistics() {
        return core.statistics();
    }

    /**
     * Returns the health of the connection and its consumers: state, last loss, blocked or not, what waits. For health
     * checks; call it at most a few times a second.
     */
    public ConnectionHealth health() {
        return core.health();
    }

    /** Returns whether the calling thread does this connection's I/O; nothing may block there. */
    public boolean onIoThread() {
        return core.driver().onIoThread();
    }

    /** Returns whether the connection accepts commands: neither side has started to close it, and it is not lost. */
    public boolean isOpen() {
        return core.isOpen();
    }

    /**
     * Returns a stage that completes with the reason when the connection is closed for good, by either side or because
     * it is lost and not recovered. The stage never fails.
     */
    public CompletionStage<CloseReason> closed() {
        return core.closed().copy();
    }

    /**
     * Returns the address of the broker that the connection is open to; during a recovery, the last address or the one
     * that is being tried.
     */
    public Address address() {
        return core.supervisor().address();
    }

    /**
     * Returns whether the connection is in use, being recovered or closed; {@link ConnectionListener#onState} is called
     * with each change.
     */
    public ConnectionState state() {
        return core.state();
    }

    /**
     * Returns the current name of a queue. A queue that the broker named gets a new name in a recovery. Commands may
     * still use the first name; routing keys and reply-to addresses need the current one.
     *
     * @param queue any name that the queue has had
     * @return the same name for other queues
     */
    public String currentQueueName(String queue) {
        return core.ledger().currentName(queue);
    }

    /** Returns the name of the adapter that does the connection's I/O, such as {@code nio}. */
    public String adapterName() {
        return core.adapterName();
    }

    /** Returns the options that the connection was opened with. */
    public ConnectionOptions options() {
        return core.options();
    }

    /** Returns the negotiated channel-max, frame-max and heartbeat interval. */
    public Tuning tuning() {
        return core.opening().tuning();
    }

    /** Returns the properties that the broker sent about itself, such as its product and version. */
    public FieldTable serverProperties() {
        return core.opening().serverProperties();
    }

    /** What it is inside. */
    ConnectionCore core() {
        return core;
    }

    private void tellEnd(CompletableFuture<CloseReason> end, ReplyCallback<? super CloseReason> callback) {
        end.thenAccept(reason -> core.dispatch().replies().execute(() -> callback.completed(reason, null)));
    }

    @Override
    public String toString() {
        return "the connection to " + address();
    }
}
