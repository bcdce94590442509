// SPDX-License-Identifier: MPL-2.0
package amqp.flow;

import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.codec.method.BasicMethod;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * The messages of a queue as a reactive stream. Each subscription opens a channel of its own and consumes from its
 * first request on; several subscribers share the messages of the queue as consumers do. Signals come on the
 * connection's executor, one at a time; {@code onSubscribe} comes when the channel is open.
 *
 * <p>The prefetch is that of the consumer, which all kinds of queues know, quorum queues and streams too. What the broker
 * sends beyond what was asked for waits in the subscription, at most a prefetch of it. The stream fails when its channel
 * cannot be opened, when the broker refuses or cancels the consumer or closes the channel, and when the connection is lost
 * for good; it completes when the application closes channel or connection.
 *
 * <p>Cancelling puts the messages that were not handed on back into the queue and closes the channel. With manual
 * acknowledgement the channel stays open until the messages that were handed on are acknowledged or rejected.
 */
public final class DeliveryPublisher implements Flow.Publisher<Delivery> {
    private final Connection connection;
    private final BasicMethod.Consume method;
    private final DeliveryPublisherOptions options;

    /**
     * Creates a publisher of the messages of a queue, with {@link DeliveryPublisherOptions#DEFAULT}. Nothing is sent
     * before it is subscribed to.
     *
     * @param connection that each subscription opens a channel of
     * @param queue name of the queue
     */
    public DeliveryPublisher(Connection connection, String queue) {
        this(connection, BasicMethod.Consume.of(queue), DeliveryPublisherOptions.DEFAULT);
    }

    /**
     * Creates a publisher of the messages that a basic.consume gives. Nothing is sent before it is subscribed to.
     *
     * @param connection that each subscription opens a channel of
     * @param method the queue, and the options of the consumer
     * @param options prefetch, and who acknowledges
     * @throws IllegalArgumentException when the method has no-ack, which knows no prefetch, or no-wait
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
