// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.adapter.spi.Cancellable;
import amqp.client.Channel;
import amqp.client.ChannelClosed;
import amqp.client.Connection;
import amqp.client.Trigger;
import amqp.codec.method.BasicMethod;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Registers callbacks for any method that the broker sends and any event: once or always, for given arguments alone. */
public final class RegisteredCallbacks {
    private RegisteredCallbacks() {}

    public static void main(String[] args) {
        Connection connection =
                Connection.open(Arguments.of(args).uri()).toCompletableFuture().join();
        try {
            run(connection);
        } finally {
            connection.close().toCompletableFuture().join();
        }
    }

    private static void run(Connection connection) {
        Channel channel = connection.openChannel().toCompletableFuture().join();
        String queue = channel.queueDeclare().toCompletableFuture().join().queue();
        consume(channel, queue, "first");
        consume(channel, queue, "second");

        // tag::register[]
        // Only cancel-ok of the consumer "second", and only once.
        var cancelled = new CompletableFuture<BasicMethod.CancelOk>();
        connection
                .callbacks()
                .register(
                        Trigger.on(channel, BasicMethod.CancelOk.class)
                                .where(BasicMethod.CancelOk::consumerTag, "second")
                                .onlyOnce(),
                        cancelled::complete);
        // end::register[]
        channel.basicCancel("first").toCompletableFuture().join();
        channel.basicCancel("second").toCompletableFuture().join();
        Claim.equal("second", await(cancelled).consumerTag(), "the consumer whose end it was");

        // The end of the channel, by whomever. What register gives removes the callback again.
        var closed = new CompletableFuture<ChannelClosed>();
        connection.callbacks().register(Trigger.on(channel, ChannelClosed.class), closed::complete);
        var never = new CompletableFuture<ChannelClosed>();
        Cancellable removed =
                connection.callbacks().register(Trigger.on(channel, ChannelClosed.class), never::complete);
        removed.cancel();
        channel.close();
        System.out.println("called for: the end of consumer \"second\"; "
                + await(closed).reason().describe());
        Claim.equal(false, never.isDone(), "a removed callback is called");
    }

    private static void consume(Channel channel, String queue, String consumerTag) {
        channel.basicConsume(BasicMethod.Consume.of(queue).consumerTag(consumerTag), delivery -> delivery.ack())
                .toCompletableFuture()
                .join();
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
