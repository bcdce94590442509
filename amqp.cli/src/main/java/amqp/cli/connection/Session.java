// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import amqp.client.CallTimeoutException;
import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.client.PublishBlockedException;
import amqp.client.Stages;
import java.util.concurrent.CompletionStage;

/** A connection for a command, which waits for each of its steps. */
public record Session(Connection connection) implements AutoCloseable {

    /** Tries the addresses in turn, each within the limits of the options. */
    public static Session open(ConnectionOptions options) {
        return new Session(Stages.await(Connection.open(options)));
    }

    public Channel openChannel(Dispatch dispatch) {
        return Stages.await(connection.openChannel(
                ChannelOptions.builder().dispatch(dispatch).build()));
    }

    /**
     * Waits until there is room to publish.
     *
     * @throws PublishBlockedException when there is none within the publish timeout
     */
    public static void awaitRoom(Channel channel) {
        CompletionStage<?> writable = channel.writable();
        try {
            Stages.await(writable, channel.connection().options().publishTimeout());
        } catch (CallTimeoutException e) {
            throw new PublishBlockedException("no room to publish: " + channel.whyNotWritable());
        } finally {
            writable.toCompletableFuture().cancel(false);
        }
    }

    /** Returns when the connection is closed; one that was lost before is closed already. */
    @Override
    public void close() {
        Stages.await(connection.close());
    }
}
