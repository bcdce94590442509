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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a broker (specification §2.2.4). Safe to use from any number of threads. Stages complete on the
 * connection's executor. With {@link RecoveryOptions} it comes back when it is lost, and stays the same object.
 */
public final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final ConnectionCore core;

    Connection(ConnectionCore core) {
        this.core = core;
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
        return connecting(options).open();
    }

    /** The same with a callback, which runs on the connection's executor. */
    public static void open(ConnectionOptions options, ReplyCallback<? super Connection> callback) {
        Objects.requireNonNull(callback, "callback");
        ConnectionCore connecting = connecting(options);
        connecting
                .open()
                .whenComplete((connection, failure) ->
                        connecting.replies().execute(() -> callback.completed(connection, asAmqp(failure))));
    }

    private static ConnectionCore connecting(ConnectionOptions options) {
        Adapter adapter = options.acquireAdapter();
        if (options.endpoint(options.addresses().get(0)).tls().trustsEveryone()) {
            LOG.warn("TLS trusts everyone, by trustEveryoneInsecurely: whoever sits between can read and change all,"
                    + " passwords included. For development only; trust the broker's certificate authority instead");
        }
        return new ConnectionCore(options, adapter);
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
        return openChannel(
                ChannelOptions.builder().dispatch(core.options().dispatch()).build());
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
        Objects.requireNonNull(callback, "callback");
        ChannelCore channel = new ChannelCore(core, how);
        Reply<Channel> reply = new Reply<>(this, channel.dispatch().replies(), openOk -> channel.opened(), callback);
        core.submit(reply, engine -> {
            channel.opening(open(engine, how, channel, reply));
            core.add(channel);
        });
    }

    private ChannelEngine open(ConnectionEngine engine, ChannelOptions how, ChannelCore channel, Object attachment) {
        Duration timeout = core.options().callTimeout();
        long now = core.driver().now();
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
                new Reply<>(this, core.replies(), ConnectionMethod.UpdateSecretOk.class::cast, callback);
        ConnectionMethod.UpdateSecret method = new ConnectionMethod.UpdateSecret(secret, reason);
        core.submit(
                reply,
                engine -> engine.call(
                        method,
                        reply,
                        core.options().callTimeout(),
                        core.driver().now()));
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
        core.close(new CloseReason.ByApplication(code, text));
        return core.released().minimalCompletionStage();
    }

    /** @see #close(int, String) */
    public void close(int code, String text, ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        core.close(new CloseReason.ByApplication(code, text));
        tellEnd(core.released(), callback);
    }

    /** Hears once when the connection is closed, by whomever; the failure is always null. */
    public void closed(ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        tellEnd(core.closed(), callback);
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
        return core.tasks().schedule(delay, task);
    }

    /** For any method that the broker sends on this connection or one of its channels, and for events. */
    public Callbacks callbacks() {
        return core.callbacks();
    }

    /**
     * Begins or ends to log each frame of both directions to the logger "amqp.client.frames" at level debug: the method
     * with its arguments, secrets hidden, and sizes, but no contents. Costs nothing when it is off.
     */
    public void traceFrames(boolean on) {
        core.driver().tellFrames(on);
    }

    /** Adds a listener for what happens from now on. It is told at once when the connection is blocked already. */
    public void addListener(ConnectionListener listener) {
        Objects.requireNonNull(listener, "listener");
        core.listeners().add(listener);
    }

    /** Removes a listener; it may still hear what happened before. */
    public void removeListener(ConnectionListener listener) {
        core.listeners().remove(listener);
    }

    // ---- getters ----

    /** Whether the calling thread is the one that does this connection's I/O; nothing may block there. */
    public boolean onIoThread() {
        return core.driver().onIoThread();
    }

    /** Whether it is open now: neither side has begun to close it, and it is not lost. */
    public boolean isOpen() {
        return core.isOpen();
    }

    /** Completes when the connection is closed, by whomever, with the reason. */
    public CompletionStage<CloseReason> closed() {
        return core.closed().minimalCompletionStage();
    }

    /** The address that the connection was made to; while it is away, the one that it had or that is tried. */
    public Address address() {
        return core.supervisor().address();
    }

    /** Where the connection stands; see {@link ConnectionListener#onState}. */
    public ConnectionState state() {
        return core.state();
    }

    /**
     * What a queue is called now: one that the broker had named has another name after a recovery. Commands may go on to
     * use the first name; routing keys and reply-to addresses need the present one.
     */
    public String currentQueueName(String queue) {
        return core.ledger().currentName(queue);
    }

    public ConnectionOptions options() {
        return core.options();
    }

    /** What was negotiated with the broker. */
    public Tuning tuning() {
        return core.opening().tuning();
    }

    /** What the broker said of itself. */
    public FieldTable serverProperties() {
        return core.opening().serverProperties();
    }

    /** What it is inside. */
    ConnectionCore core() {
        return core;
    }

    private void tellEnd(CompletableFuture<CloseReason> end, ReplyCallback<? super CloseReason> callback) {
        end.thenAccept(reason -> core.replies().execute(() -> callback.completed(reason, null)));
    }

    @Override
    public String toString() {
        return "the connection to " + address();
    }
}
