// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.client.CallInterruptedException;
import amqp.client.Callbacks;
import amqp.client.ChannelOptions;
import amqp.client.Connection;
import amqp.client.ConnectionListener;
import amqp.client.ConnectionOptions;
import amqp.client.ConnectionState;
import amqp.client.ShutdownReport;
import amqp.connection.CloseReason;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * A connection with blocking calls: each returns when it is done, or throws an {@link amqp.codec.AmqpException}. Works
 * over any adapter. Safe to use from any number of threads but the connection's I/O thread, where waiting is refused
 * with {@link IllegalStateException}. When it is lost it comes back as {@link ConnectionOptions.Builder#recovery} says,
 * and stays the same object.
 */
public final class BlockingConnection implements AutoCloseable {
    private final Connection connection;

    private BlockingConnection(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects to the broker that the URI names; see {@link #open(ConnectionOptions)}.
     *
     * @param uri see {@link ConnectionOptions#ofUris}
     * @throws IllegalArgumentException when the URI is malformed or a parameter of it is unknown
     */
    public static BlockingConnection open(String uri) {
        return open(ConnectionOptions.ofUri(uri));
    }

    /**
     * Connects to the first of the addresses that can be reached, and returns when the connection is open.
     *
     * @param options how to connect, and what holds for the connection afterwards
     * @throws amqp.client.ConnectionFailedException when none can be reached, or a broker refuses the user or virtual
     *     host
     * @throws CallInterruptedException when interrupted; the connection is closed again if it is opened
     * @throws IllegalArgumentException when the adapter is not there or cannot be used
     */
    public static BlockingConnection open(ConnectionOptions options) {
        return new BlockingConnection(Waiting.forConnection(Connection.open(options)));
    }

    /**
     * Returns a blocking view of a connection that is open already. Both are the same connection: closing either closes
     * both, and channels of either may be used side by side.
     *
     * @param connection over any adapter
     */
    public static BlockingConnection of(Connection connection) {
        return new BlockingConnection(Objects.requireNonNull(connection, "connection"));
    }

    /** Returns the same connection for asynchronous use. */
    public Connection connection() {
        return connection;
    }

    /**
     * Opens the channel with the lowest free number and {@link ChannelOptions#DEFAULT}: its callbacks run on the
     * connection's executor, whatever the connection's own dispatch is.
     *
     * @throws IllegalStateException when all channel numbers are in use
     */
    public BlockingChannel openChannel() {
        return openChannel(ChannelOptions.DEFAULT);
    }

    /**
     * Opens a channel (specification §1.5.2.1 channel.open).
     *
     * @param how its {@link ChannelOptions#dispatch} says where delivery handlers and the listener for returned
     *     messages run; its completion dispatch is not used
     * @throws IllegalStateException when the number is in use or above channel-max, or all numbers are in use
     */
    public BlockingChannel openChannel(ChannelOptions how) {
        return BlockingChannel.open(connection, how);
    }

    /**
     * Renews the credentials of the connection, for mechanisms whose secrets expire; see
     * {@link Connection#updateSecret}.
     *
     * @param secret the new secret, copied before this returns and never logged
     * @param reason for the broker's log, at most 255 bytes
     */
    public void updateSecret(byte[] secret, String reason) {
        Waiting.forReply(connection, () -> connection.updateSecret(secret, reason));
    }

    /**
     * Adds a listener for what happens to the connection from now on.
     *
     * @param listener called on the connection's executor, one call at a time; it may block. Called at once when the
     *     broker has blocked the connection already
     */
    public void addListener(ConnectionListener listener) {
        connection.addListener(listener);
    }

    /**
     * Removes a listener. It may still be called for what happened before.
     *
     * @param listener as it was added; nothing happens when it was not
     */
    public void removeListener(ConnectionListener listener) {
        connection.removeListener(listener);
    }

    /**
     * Returns the callbacks for any method that the broker sends, and for events; {@link BlockingChannel#channel} is
     * what restricts one to a channel. They run on the connection's executor, those of a channel where its
     * {@link ChannelOptions#dispatch} says.
     */
    public Callbacks callbacks() {
        return connection.callbacks();
    }

    /**
     * Returns what a queue is called now: one that the broker had named has another name after a recovery; see
     * {@link Connection#currentQueueName}.
     *
     * @param queue any name that it had
     */
    public String currentQueueName(String queue) {
        return connection.currentQueueName(queue);
    }

    /** Returns whether the connection is in use, being recovered or closed. */
    public ConnectionState state() {
        return connection.state();
    }

    /** Returns whether commands can be given: neither side has begun to close the connection, and it is not lost. */
    public boolean isOpen() {
        return connection.isOpen();
    }

    /**
     * Returns a stage that completes with the reason when the connection is closed for good, by either side or because
     * it is lost and does not come back. It completes on the completion executor and never fails.
     */
    public CompletionStage<CloseReason> closed() {
        return connection.closed();
    }

    /**
     * Waits until the connection is closed for good, by either side or because it is lost and does not come back. This is
     * what the main thread of a program does that only consumes: all threads of the SDK are daemons.
     *
     * @return why it is closed
     * @throws CallInterruptedException when interrupted; the connection stays as it is
     */
    public CloseReason awaitClosed() {
        return Waiting.forReply(connection, connection::closed);
    }

    /**
     * Ends the connection in order: cancels all consumers, waits until the messages that came before are handled and
     * acknowledged and the publishes have their verdicts, and closes the connection; see {@link Connection#shutdown}.
     *
     * @param limit how long this may take before the connection is closed all the same; zero or more
     * @return what was left undone
     * @throws CallInterruptedException when interrupted; the shutdown goes on
     * @throws IllegalArgumentException when the limit is negative
     */
    public ShutdownReport shutdown(Duration limit) {
        return Waiting.forReply(connection, () -> connection.shutdown(limit));
    }

    /** Closes the connection and all its channels with reply code 200; see {@link #close(int, String)}. */
    @Override
    public void close() {
        Waiting.forReply(connection, connection::close);
    }

    /**
     * Closes the connection and all its channels, and waits until the transport is closed, at most for about
     * {@link ConnectionOptions.Builder#closeTimeout}, also when the network is stuck. While the connection is being
     * recovered, that ends. Harmless when the connection is closed already.
     *
     * @param code the reply code for the broker, see {@link amqp.codec.ReplyCode}
     * @param text the reply text for the broker's log, at most 255 bytes
     * @throws CallInterruptedException when interrupted; the connection is closed all the same
     */
    public void close(int code, String text) {
        Waiting.forReply(connection, () -> connection.close(code, text));
    }
}
