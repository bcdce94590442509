// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.client.PublishBlockedException;
import amqp.codec.AmqpException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A connection for a command, which waits for each of its steps. */
record Session(Connection connection) implements AutoCloseable {

    /** Tries the addresses in turn, each within the limits of the options. */
    static Session open(ConnectionOptions options) {
        return new Session(await(Connection.open(options)));
    }

    Channel openChannel(Dispatch dispatch) {
        return await(connection.openChannel(
                ChannelOptions.builder().dispatch(dispatch).build()));
    }

    /**
     * Waits for a stage. Needs no limit of its own, since every stage of the client has one.
     *
     * @throws AmqpException what the stage failed with
     */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new CommandFailedException(Failures.sentence(failed.getCause()), failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    /**
     * Waits until there is room to publish.
     *
     * @throws PublishBlockedException when there is none within the publish timeout
     */
    static void awaitRoom(Channel channel) {
        Duration timeout = channel.connection().options().publishTimeout();
        CompletableFuture<Void> writable = channel.writable().toCompletableFuture();
        try {
            await(writable.orTimeout(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS));
        } catch (CommandFailedException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new PublishBlockedException("no room to publish: " + channel.whyNotWritable());
            }
            throw e;
        }
    }

    /** Returns when the connection is closed; one that was lost before is closed already. */
    @Override
    public void close() {
        await(connection.close());
    }
}
