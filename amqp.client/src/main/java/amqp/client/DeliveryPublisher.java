// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.BasicMethod;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * The messages of a queue as a reactive stream. Each subscription consumes on a channel of its own, which is opened by its
 * first request; subscribers share the queue's messages as consumers do. Signals come on the connection's executor,
 * one at a time, {@code onSubscribe} included.
 *
 * <p>The prefetch follows the demand, by basic.qos for the channel as a whole: what the broker sends beyond the
 * demand waits here, at most a prefetch of it. The stream fails when the broker cancels the consumer or closes the channel, or
 * when the connection is lost, and completes when the application closes channel or connection.
 *
 * <p>Cancelling gives the messages that were not handed on back to the queue and closes the channel. With manual
 * acknowledgement the channel stays open when messages were handed on, so that they still can be acknowledged; close it
 * by {@link Delivery#channel} afterwards, or with the connection.
 */
public final class DeliveryPublisher implements Flow.Publisher<Delivery> {
    private final Connection connection;
    private final BasicMethod.Consume method;
    private final Options options;

    /**
     * How to consume.
     *
     * @param prefetch largest number of messages that may be unacknowledged, 1 to 65535
     * @param fixed whether that is the prefetch of the consumer from first to last; for quorum queues and brokers that refuse
     *     basic.qos for whole channels
     * @param autoAck whether messages are acknowledged by the publisher, each when {@code onNext} has returned; otherwise the
     *     subscriber does it, and gets no more while as many as the prefetch are unacknowledged
     */
    public record Options(int prefetch, boolean fixed, boolean autoAck) {
        /** At most 256 messages, following the demand, acknowledged by the subscriber. */
        public static final Options DEFAULT = new Options(256, false, false);

        public Options {
            if (prefetch < 1 || prefetch > 65535) {
                throw new IllegalArgumentException("the prefetch of a publisher is 1 to 65535, not " + prefetch);
            }
        }

        public Options withPrefetch(int messages) {
            return new Options(messages, fixed, autoAck);
        }

        public Options withFixed(boolean on) {
            return new Options(prefetch, on, autoAck);
        }

        public Options withAutoAck(boolean on) {
            return new Options(prefetch, fixed, on);
        }
    }

    /** The messages of a queue, with the default options. */
    public DeliveryPublisher(Connection connection, String queue) {
        this(connection, BasicMethod.Consume.of(queue), Options.DEFAULT);
    }

    /**
     * The messages that a basic.consume gives.
     *
     * @throws IllegalArgumentException when it has no-ack, which knows no prefetch, or no-wait
     */
    public DeliveryPublisher(Connection connection, BasicMethod.Consume method, Options options) {
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
        new FlowSubscription(connection, method, options, subscriber).begin();
    }
}
