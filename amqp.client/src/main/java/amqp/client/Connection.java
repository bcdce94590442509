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
 * A connection to a broker (specification §2.2.4). Safe to use from any number of threads; no call blocks. Stages
 * complete, and callbacks of commands run, on the completion executor; listeners and registered callbacks run on the
 * connection's executor, see {@link Dispatch}.
 * When it is lost it comes back as {@link RecoveryOptions} say, and stays the same object.
 *
 * <p>All threads of the SDK are daemons and do not keep the program running: one that only consumes waits for
 * {@link #closed}, say, and ends by {@link #shutdown} in a shutdown hook.
 */
public final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final ConnectionCore core;

    Connection(ConnectionCore core) {
        this.core = core;
    }

    /**
     * Connects to the broker that a URI names; see {@link #open(ConnectionOptions)}.
     *
     * @param uri see {@link ConnectionOptions#ofUris}
     * @throws IllegalArgumentException when the URI is malformed or a parameter of it is unknown
     */
    public static CompletionStage<Connection> open(String uri) {
        return open(ConnectionOptions.ofUri(uri));
    }

    /**
     * Connects to the first of the addresses that can be reached. The stage completes when the connection is open, and
     * fails with {@link ConnectionFailedException} when no address can be reached or a broker refuses the user or
     * virtual host. Completing the stage, for instance by cancelling it, gives up: what is opened then is closed again.
     *
     * @param options how to connect, and what holds for the connection afterwards
     * @throws IllegalArgumentException when the adapter is not there or cannot be used
     * @throws IllegalStateException when the adapter passed by hand is closed
     */
    public static CompletionStage<Connection> open(ConnectionOptions options) {
        return connecting(options).open();
    }

    /**
     * Connects as {@link #open(ConnectionOptions)} does and calls back instead of returning a stage.
     *
     * @param options how to connect, and what holds for the connection afterwards
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
     * Opens the channel with the lowest free number, whose callbacks run where {@link ConnectionOptions#dispatch} says;
     * see {@link #openChannel(ChannelOptions)}.
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
     * {@link CallTimeoutException} when the broker does not answer. Completing the stage before that, for instance by
     * cancelling it, gives the channel up: it is closed when it opens all the same.
     *
     * @param how number, dispatch and bounds of the channel
     * @throws IllegalStateException when the number is in use or above channel-max, or all numbers are in use
     */
    public CompletionStage<Channel> openChannel(ChannelOptions how) {
        return ReplyStage.owning(core, callback -> open(how, callback), Channel::close);
    }

    /**
     * Opens a channel as {@link #openChannel(ChannelOptions)} does and calls back instead of returning a stage.
     *
     * @param how number, dispatch and bounds of the channel
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
     * whose secrets expire. Later recoveries log in with it, unless the broker refuses it, which closes the connection.
     * While the connection is being recovered nothing is sent: the stage completes at once, and the next login is made
     * with it. With a {@link amqp.credentials.CredentialsProvider} there is no need to call this.
     *
     * @param secret the new secret, copied before this returns and never logged
     * @param reason for the broker's log, at most 255 bytes
     */
    public CompletionStage<ConnectionMethod.UpdateSecretOk> updateSecret(byte[] secret, String reason) {
        return ReplyStage.of(callback -> updateSecret(secret, reason, callback));
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
     * Ends the connection in order: cancels all consumers, waits until the messages that came before are handled and
     * acknowledged and the publishes have their verdicts, and closes the connection as {@link #close()} does. So nothing is
     * lost, and nothing but what is left is delivered again. The stage completes when the transport is closed, and never
     * fails.
     *
     * <p>Handlers and other threads may publish and acknowledge meanwhile. Nothing keeps them from making new consumers or
     * publishing for ever; then the limit ends it. Messages that lie in a {@link DeliveryBuffer} wait for whoever takes
     * them. Called in a handler, the stage must not be awaited there, since it awaits the handler.
     *
     * @param limit how long this may take before the connection is closed all the same; zero or more
     * @return what was left undone
     * @throws IllegalArgumentException when the limit is negative
     */
    public CompletionStage<ShutdownReport> shutdown(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("the limit of a shutdown is zero or more, not " + limit);
        }
        return Shutdown.begin(core, limit).minimalCompletionStage();
    }

    /** Closes the connection and all its channels with reply code 200; see {@link #close(int, String)}. */
    public CompletionStage<CloseReason> close() {
        return close(ReplyCode.REPLY_SUCCESS, "closed by the application");
    }

    /**
     * Closes the connection and all its channels (specification §1.4.2.9 connection.close). The stage completes with
     * the reason when the transport is closed too, and with the last connection of a shared adapter its threads have ended, about {@link ConnectionOptions#closeTimeout} later at the latest,
     * and never fails. While the connection is being recovered, that ends. Closing twice is harmless.
     *
     * @param code the reply code for the broker, see {@link ReplyCode}
     * @param text the reply text for the broker's log, at most 255 bytes
     * @throws IllegalArgumentException when the text is longer
     */
    public CompletionStage<CloseReason> close(int code, String text) {
        core.close(new CloseReason.ByApplication(code, text));
        return core.released().minimalCompletionStage();
    }

    /**
     * Closes the connection as {@link #close(int, String)} does and calls back instead of returning a stage.
     *
     * @param code the reply code for the broker
     * @param text the reply text, at most 255 bytes
     * @param callback called once with the reason; the failure is always null
     */
    public void close(int code, String text, ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        core.close(new CloseReason.ByApplication(code, text));
        tellEnd(core.released(), callback);
    }

    /**
     * Calls back once when the connection is closed for good, by either side or because it is lost and does not come
     * back.
     *
     * @param callback called with the reason, at once if it is closed already; the failure is always null
     */
    public void closed(ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        tellEnd(core.closed(), callback);
    }

    /**
     * Runs a task once after a delay, where {@link ConnectionOptions#dispatch} says: by default on the executor, in the
     * order of time and one after the other. Once the connection is closed for good, no task runs any more.
     *
     * @param delay any; a negative one counts as zero, and the resolution is about a millisecond
     * @param task what it throws is reported to {@link ConnectionOptions.Builder#onCallbackFailure}, and closes nothing
     * @return removes the task unless it has begun
     */
    public Cancellable schedule(Duration delay, Runnable task) {
        Objects.requireNonNull(task, "task");
        return core.tasks().schedule(delay, task);
    }

    /**
     * Runs a task once after a delay where the dispatch says. {@link Dispatch#COMPLETION_EXECUTOR} is for limits of time that
     * have to hold although callbacks keep all threads of the application's executor. Otherwise as {@link
     * #schedule(Duration, Runnable)}, but in no order with other tasks.
     *
     * @param delay any; a negative one counts as zero, and the resolution is about a millisecond
     * @param dispatch where the task runs
     * @param task what it throws is reported to {@link ConnectionOptions.Builder#onCallbackFailure}, and closes nothing
     * @return removes the task unless it has begun
     */
    public Cancellable schedule(Duration delay, Dispatch dispatch, Runnable task) {
        Objects.requireNonNull(task, "task");
        return core.tasks()
                .schedule(delay, task, core.dispatch().executor(dispatch, this, ConnectionCore.SCHEDULED_TASK));
    }

    /**
     * Returns the callbacks of this connection and its channels for any method that the broker sends, and for events.
     */
    public Callbacks callbacks() {
        return core.callbacks();
    }

    /**
     * Switches the log of frames on or off: each frame of both directions goes to the logger "amqp.client.frames" at
     * level debug, as the method with its arguments, without secrets, and sizes, but no contents. Costs nothing when it
     * is off.
     *
     * @param on whether frames are logged from now on
     */
    public void traceFrames(boolean on) {
        core.driver().tellFrames(on);
    }

    /**
     * Adds a listener for what happens to the connection from now on.
     *
     * @param listener called on the connection's executor, one call at a time; at once when the broker has blocked the
     *     connection already
     */
    public void addListener(ConnectionListener listener) {
        Objects.requireNonNull(listener, "listener");
        core.listeners().add(listener);
    }

    /**
     * Removes a listener. It may still be called for what happened before.
     *
     * @param listener as it was added; nothing happens when it was not
     */
    public void removeListener(ConnectionListener listener) {
        core.listeners().remove(listener);
    }

    // ---- getters ----

    /**
     * Returns why replies are late now, as one sentence for a log; empty when nothing is known that delays them. The broker
     * reads nothing while it has blocked the connection; nothing is read from the broker while more than
     * {@link ConnectionOptions.Builder#inboxBound} waits for the application.
     */
    public String whyNotAnswered() {
        return core.whyNotAnswered();
    }

    /**
     * Returns what the connection has transferred since it was opened first, and what waits on it now. Counting it costs
     * next to nothing; asking takes the connection's lock for a moment that grows with the number of channels.
     */
    public ConnectionStatistics statistics() {
        return core.statistics();
    }

    /**
     * Returns how the connection and its consumers are: state, last loss, block, what waits. For health checks, some times
     * a second at most.
     */
    public ConnectionHealth health() {
        return core.health();
    }

    /** Returns whether the calling thread is the one that does this connection's I/O, where nothing may block. */
    public boolean onIoThread() {
        return core.driver().onIoThread();
    }

    /** Returns whether commands can be given: neither side has begun to close the connection, and it is not lost. */
    public boolean isOpen() {
        return core.isOpen();
    }

    /**
     * Returns a stage that completes with the reason when the connection is closed for good, by either side or because
     * it is lost and does not come back. It never fails.
     */
    public CompletionStage<CloseReason> closed() {
        return core.closed().minimalCompletionStage();
    }

    /**
     * Returns the address of the broker that the connection is open to; while it is being recovered, the one that it
     * had or that is tried.
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
     * Returns what a queue is called now: one that the broker had named has another name after a recovery. Commands may
     * go on to use the first name; routing keys and reply-to addresses need the present one.
     *
     * @param queue any name that it had
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

    /**
     * Returns the channel-max, frame-max and heartbeat interval negotiated with the broker that the connection is open
     * to.
     */
    public Tuning tuning() {
        return core.opening().tuning();
    }

    /** Returns the properties that the broker sent of itself, such as its product and version. */
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
