// SPDX-License-Identifier: MPL-2.0
package amqp.reactor;

import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import amqp.flow.DeliveryPublisher;
import amqp.flow.DeliveryPublisherOptions;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Receives the messages of a queue as a flux. Each subscription consumes on a channel of its own, from its first
 * request on, and comes back with a lost connection. It completes when the application closes the connection, and fails
 * when the queue does not exist or is deleted, or the connection is lost for good; {@code retryWhen} consumes again.
 * Cancelling it gives back what was not handed on.
 *
 * <p>Signals come on the connection's executor, one at a time. Safe to use from any number of threads.
 */
public final class AmqpReceiver {
    private static final DeliveryPublisherOptions AUTO_ACK =
            DeliveryPublisherOptions.builder().autoAck(true).build();

    private final Connection connection;

    private AmqpReceiver(Connection connection) {
        this.connection = Objects.requireNonNull(connection, "connection");
    }

    /**
     * Returns a receiver.
     *
     * @param connection that subscriptions open channels of; stays the application's
     */
    public static AmqpReceiver of(Connection connection) {
        return new AmqpReceiver(connection);
    }

    /**
     * Returns the messages of a queue, each to be acknowledged by {@link Delivery#ack} or {@link Delivery#nack}, on any
     * thread. When as many as the prefetch, 256, are not acknowledged, no more come.
     *
     * @param queue name of the queue
     */
    public Flux<Delivery> receive(String queue) {
        return receive(BasicMethod.Consume.of(queue), DeliveryPublisherOptions.DEFAULT);
    }

    /**
     * Returns the messages of a queue, each acknowledged when {@code onNext} has returned: by then an operator that works
     * on other threads has only queued it. {@link #handle} acknowledges what was handled.
     *
     * @param queue name of the queue
     */
    public Flux<Delivery> receiveAutoAck(String queue) {
        return receive(BasicMethod.Consume.of(queue), AUTO_ACK);
    }

    /**
     * Returns the messages of a queue.
     *
     * @param method the queue, and arguments such as a priority or where to begin in a stream
     * @param options the prefetch, and who acknowledges
     */
    public Flux<Delivery> receive(BasicMethod.Consume method, DeliveryPublisherOptions options) {
        return JdkFlowAdapter.flowPublisherToFlux(new DeliveryPublisher(connection, method, options));
    }

    /**
     * Handles the messages of a queue, several at once, and acknowledges each when its handler's publisher has completed.
     * Where that fails the message goes back to its queue and the flux fails; so a handler that is to go on catches its
     * errors, by {@code retryWhen} or {@code onErrorResume}. What is being handled when the flux is cancelled or fails is
     * cancelled, and goes back too.
     *
     * @param <T> what handlers give
     * @param queue name of the queue
     * @param concurrency how many messages are handled at once, which is the prefetch too, 1 to 65535
     * @param handler called with each message on the connection's executor, where it must not block
     * @return what the handlers gave, as it came
     * @throws IllegalArgumentException when the concurrency is out of range
     */
    public <T> Flux<T> handle(
            String queue, int concurrency, Function<? super Delivery, ? extends Publisher<? extends T>> handler) {
        Objects.requireNonNull(handler, "handler");
        DeliveryPublisherOptions options =
                DeliveryPublisherOptions.builder().prefetch(concurrency).build();
        return receive(BasicMethod.Consume.of(queue), options)
                .flatMap(delivery -> handled(delivery, handler), concurrency);
    }

    private static <T> Flux<T> handled(
            Delivery delivery, Function<? super Delivery, ? extends Publisher<? extends T>> handler) {
        return Flux.usingWhen(
                Mono.just(delivery),
                handler,
                done -> settle(done, Delivery::ack),
                (failed, why) -> settle(failed, one -> one.nack(true)),
                cancelled -> settle(cancelled, one -> one.nack(true)));
    }

    /** Where it cannot be, the broker has the message back. */
    private static Mono<Void> settle(Delivery delivery, Consumer<Delivery> how) {
        return Mono.<Void>fromRunnable(() -> how.accept(delivery))
                .onErrorComplete(
                        failure -> failure instanceof ClosedException || failure instanceof DeliveryTagException);
    }
}
