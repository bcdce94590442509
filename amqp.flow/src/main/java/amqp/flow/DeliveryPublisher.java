// SPDX-License-Identifier: MPL-2.0
package amqp.flow;

import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.codec.method.BasicMethod;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * The messages of a queue as a reactive stream. Each subscription opens a channel of its own, and consumes from its first
 * request on; subscribers share the queue's messages as consumers do. Signals come on the connection's executor, one at
 * a time; {@code onSubscribe} comes when the channel is open.
 *
 * <p>The prefetch follows the demand, by basic.qos for the channel as a whole: what the broker sends beyond the demand
 * waits here, at most a prefetch of it. The stream fails when its channel can't be opened, when the broker cancels the
 * consumer or closes the channel, and when the connection is lost for good; it completes when the application closes
 * channel or connection.
 *
 * <p>Cancelling gives the messages that were not handed on back to the queue and closes the channel. With manual
 * acknowledgement the channel stays open when messages were handed on, so that they still can be acknowledged; close it
 * by {@link Delivery#channel} afterwards, or with the connection.
 */
public final class DeliveryPublisher implements Flow.Publisher<Delivery> {
    private final Connection connection;
    private final BasicMethod.Consume method;
    private final DeliveryPublisherOptions options;

    /** The messages of a queue, with the default options. */
    public DeliveryPublisher(Connection connection, String queue) {
        this(connection, BasicMethod.Consume.of(queue), DeliveryPublisherOptions.DEFAULT);
    }

    /**
     * The messages that a basic.consume gives.
     *
     * @throws IllegalArgumentException when it has no-ack, which knows no prefetch, or no-wait
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
