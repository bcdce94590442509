// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.client.ChannelOptions;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import java.util.Objects;

/**
 * A connection for programs that wait: each command returns when it is done or throws an
 * {@link amqp.codec.AmqpException}. Works over any adapter. Safe to use from any number of threads, except a
 * connection's I/O thread.
 */
public final class BlockingConnection implements AutoCloseable {
    private final Connection connection;

    private BlockingConnection(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects to the broker that the URI names.
     *
     * @see ConnectionOptions#ofUris
     */
    public static BlockingConnection open(String uri) {
        return open(ConnectionOptions.ofUri(uri));
    }

    /**
     * Connects to the first of the addresses that can be reached.
     *
     * @throws amqp.client.ConnectionFailedException when none can, or a broker refuses
     * @throws CallInterruptedException when interrupted; the connection is closed if it comes about
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

    /** Opens the channel with the lowest free number. */
    public BlockingChannel openChannel() {
        return openChannel(ChannelOptions.DEFAULT);
    }

    /**
     * Opens a channel.
     *
     * @param how but for the dispatch: callbacks that the program adds run on the I/O thread
     * @throws IllegalStateException when the number is in use or above channel-max, or all numbers are in use
     */
    public BlockingChannel openChannel(ChannelOptions how) {
        return BlockingChannel.open(connection, how);
    }

    /**
     * Renews the credentials; see {@link Connection#updateSecret}.
     *
     * @param secret never logged
     * @param reason for the broker's log, at most 255 bytes
     */
    public void updateSecret(byte[] secret, String reason) {
        Waiting.forReply(connection, () -> connection.updateSecret(secret, reason));
    }

    /** Whether commands can be given: not once either side closes. */
    public boolean isOpen() {
        return connection.isOpen();
    }

    /** Closes the connection and all its channels; harmless when it is closed already. */
    @Override
    public void close() {
        Waiting.forReply(connection, connection::close);
    }
}
