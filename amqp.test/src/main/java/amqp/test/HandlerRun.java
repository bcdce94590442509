// SPDX-License-Identifier: MPL-2.0
package amqp.test;

import amqp.client.Channel;
import amqp.client.ClientObserver;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.client.DeliveryObservation;
import amqp.codec.Message;
import amqp.codec.method.QueueMethod;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gives one message to a handler, on a connection that is made for it, and sees by an observer what becomes of it. */
final class HandlerRun implements ClientObserver {
    private final ConnectionOptions options;
    private final CompletableFuture<Handled.Outcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Throwable> returned = new CompletableFuture<>();

    HandlerRun(ConnectionOptions options) {
        this.options = options.toBuilder().observer(this).build();
    }

    Handled run(DeliveryHandler handler, Message message, Duration timeout) {
        Connection connection = await(Connection.open(options));
        try {
            Channel channel = await(connection.openChannel());
            String queue = await(channel.queueDeclare(QueueMethod.Declare.of("").exclusive(true)))
                    .queue();
            channel.publish("", queue, message);
            await(channel.basicConsume(queue, handler));
            Handled.Outcome found = outcome.completeOnTimeout(
                            Handled.Outcome.NONE, timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
            return new Handled(found, returned.getNow(null));
        } finally {
            await(connection.close());
        }
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Override
    public DeliveryObservation handling(Delivery delivery, String queue) {
        return thrown -> {
            returned.complete(thrown);
            if (thrown != null) {
                outcome.complete(Handled.Outcome.NONE); // whoever throws does not acknowledge later
            }
        };
    }

    @Override
    public void acknowledged(Channel channel, long deliveryTag, boolean multiple, int messages) {
        outcome.complete(Handled.Outcome.ACKNOWLEDGED);
    }

    @Override
    public void rejected(Channel channel, long deliveryTag, boolean multiple, boolean requeue, int messages) {
        outcome.complete(requeue ? Handled.Outcome.REQUEUED : Handled.Outcome.REJECTED);
    }
}
