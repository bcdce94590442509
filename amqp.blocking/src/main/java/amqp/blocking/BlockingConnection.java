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
 * A connection with blocking calls: each call returns when it is done, or throws an {@link amqp.codec.AmqpException}.
 * It works over any adapter. Safe to use from any number of threads except the connection's I/O thread, where blocking
 * calls throw {@link IllegalStateException}. When the connection is lost, it is recovered as
 * {@link ConnectionOptions.Builder#recovery} says, and stays the same object.
 */
public final class BlockingConnection implements AutoCloseable {
    private final Connection connection;

    private BlockingConnection(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens a connection to the broker in a URI; see {@link #open(ConnectionOptions)}.
     *
     * @param uri see {@link ConnectionOptions#ofUris}
     * @throws IllegalArgumentException when the URI is malformed or a parameter of it is unknown
     */
    public static BlockingConnection open(String uri) {
        return open(ConnectionOptions.ofUri(uri));
    }

    /**
     * Opens a connection to the first address that can be reached, and returns when it is open.
     *
     * @param options how to connect, and the options of the connection afterwards
     * @throws amqp.client.ConnectionFailedException when no address can be reached, or a broker refuses the user or
     *     virtual host
     * @throws CallInterruptedException when interrupted; if the connection is opened after that, it is closed again
     * @throws IllegalArgumentException when the adapter does not exist or cannot be used
     */
    public static BlockingConnection open(ConnectionOptions options) {
        return new BlockingConnection(
                Waiting.forConnection(Connection.open(Objects.requireNonNull(options, "options"))));
    }

    /**
     * Returns a blocking view of an open connection. Both are the same connection: closing either closes both, and
     * channels of both can be used at the same time.
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
     * Opens a channel with the lowest free number and {@link ChannelOptions#DEFAULT}: its callbacks run on the
     * connection's executor, whatever the dispatch of the connection is.
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
     *     messages run; its completion dispatch is ignored
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
     * Adds a listener for events of the connection from now on.
     *
     * @param listener called on the connection's executor, one call at a time; it may block. Called immediately if the
     *     broker has blocked the connection already
     */
    public void addListener(ConnectionListener listener) {
        connection.addListener(listener);
    }

    /**
     * Removes a listener. It may still be called for earlier events.
     *
     * @param listener as it was added; an unknown listener has no effect
     */
    public void removeListener(ConnectionListener listener) {
        connection.removeListener(listener);
    }

    /**
     * Returns the registry of callbacks for methods that the broker sends and for events; use
     * {@link BlockingChannel#channel} to restrict one to a channel. They run on the connection's executor, those of a
     * channel where its {@link ChannelOptions#dispatch} says.
     */
    public Callbacks callbacks() {
        return connection.callbacks();
    }

    /**
     * Returns the current name of a queue. A queue that the broker named gets a new name in a recovery; see
     * {@link Connection#currentQueueName}.
     *
     * @param queue any name that the queue has had
     */
    public String currentQueueName(String queue) {
        return connection.currentQueueName(queue);
    }

    /** Returns whether the connection is in use, being recovered or closed. */
    public ConnectionState state() {
        return connection.state();
    }

    /** Returns whether the connection accepts commands: neither side has started to close it, and it is not lost. */
    public boolean isOpen() {
        return connection.isOpen();
    }

    /**
     * Returns a stage that completes with the reason when the connection is closed for good, by either side or because
     * it is lost and not recovered. It completes on the completion executor and never fails.
     */
    public CompletionStage<CloseReason> closed() {
        return connection.closed();
    }

    /**
     * Waits until the connection is closed for good, by either side or because it is lost and not recovered. A program
     * that only consumes calls this in its main thread, since all threads of the SDK are daemon threads.
     *
     * @return why it is closed
     * @throws CallInterruptedException when interrupted; the connection stays as it is
     */
    public CloseReason awaitClosed() {
        return Waiting.forReply(connection, connection::closed);
    }

    /**
     * Shuts the connection down in order: cancels all consumers, waits until received messages are handled and
     * acknowledged and all publishes have their verdicts, then closes the connection; see {@link Connection#shutdown}.
     *
     * @param limit time after which the connection is closed in any case; zero or more
     * @return what was not finished
     * @throws CallInterruptedException when interrupted; the shutdown continues
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
     * {@link ConnectionOptions.Builder#closeTimeout}, even when the network does not respond. A recovery in progress
     * ends. It has no effect when the connection is closed already.
     *
     * @param code the reply code for the broker, see {@link amqp.codec.ReplyCode}
     * @param text the reply text for the broker's log, at most 255 bytes
     * @throws CallInterruptedException when interrupted; the connection is closed in any case
     */
    public void close(int code, String text) {
        Waiting.forReply(connection, () -> connection.close(code, text));
    }

    /** Returns a short name for logs: with the address of the broker. */
    @Override
    public String toString() {
        return connection.toString();
    }
}
