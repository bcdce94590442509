// SPDX-License-Identifier: MPL-2.0
package amqp.flow;

import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.codec.method.BasicMethod;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * Publishes the messages of a queue as a reactive stream. Each subscription opens its own channel and consumes after
 * its first request; several subscribers share the messages of the queue as consumers do. Signals arrive on the
 * connection's executor, one at a time; {@code onSubscribe} arrives when the channel is open.
 *
 * <p>The prefetch is set per consumer, which all kinds of queues support, including quorum queues and streams. Messages
 * beyond the demand wait in the subscription, at most as many as the prefetch. The stream fails when its channel cannot
 * be opened, when the broker refuses or cancels the consumer or closes the channel, and when the connection is lost for
 * good. It completes when the application closes the channel or connection.
 *
 * <p>Cancelling the subscription requeues the messages that were not passed to the subscriber, and closes the channel.
 * With manual acknowledgement the channel stays open until the messages that were passed on are acknowledged or
 * rejected.
 */
public final class DeliveryPublisher implements Flow.Publisher<Delivery> {
    private final Connection connection;
    private final BasicMethod.Consume method;
    private final DeliveryPublisherOptions options;

    /**
     * Creates a publisher of the messages of a queue, with {@link DeliveryPublisherOptions#DEFAULT}. It sends nothing
     * before a subscription.
     *
     * @param connection each subscription opens a channel of it
     * @param queue name of the queue
     */
    public DeliveryPublisher(Connection connection, String queue) {
        this(connection, BasicMethod.Consume.of(queue), DeliveryPublisherOptions.DEFAULT);
    }

    /**
     * Creates a publisher of the messages of a basic.consume. It sends nothing before a subscription.
     *
     * @param connection each subscription opens a channel of it
     * @param method the queue, and the options of the consumer
     * @param options prefetch, and who acknowledges
     * @throws IllegalArgumentException when the method has no-ack, which has no prefetch, or no-wait
     */
    public DeliveryPublisher(Connection connection, BasicMethod.Consume method, DeliveryPublisherOptions options) {
        if (method.noAck() || method.noWait()) {
            throw new IllegalArgumentException(
                    "a publisher consumes without no-ack, which knows no prefetch, and without no-wait; use autoAck");
        }
        this.connection = Objects.requireNonNull(connection, "connection");
        this.method = method;
        this.options = Objects.requireNonNull(options, "options");
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Delivery> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        FlowSubscription.begin(connection, method, options, subscriber);
    }
}
