// SPDX-License-Identifier: MPL-2.0
package amqp.flow;

import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Connection;
import amqp.client.ConsumerCancelledException;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.client.ReplyCallback;
import amqp.codec.method.BasicMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import java.util.ArrayDeque;
import java.util.concurrent.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription of a {@link DeliveryPublisher}. Everything but {@link #ended} is touched on the channel's dispatch
 * only, where all signals come from too, so that they are serial (reactive streams §1.3) and never nest (§3.3).
 */
final class FlowSubscription implements Flow.Subscription, DeliveryHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FlowSubscription.class);

    private final Channel channel;
    private final BasicMethod.Consume method;
    private final DeliveryPublisherOptions options;
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();

    /** Forgotten at the end (§3.13). */
    private Flow.Subscriber<? super Delivery> subscriber;

    private String consumerTag = "";
    private boolean consuming;
    private boolean released;
    private long demand;
    private boolean handedOn;

    /** No signal comes any more. From any thread, so that a cancellation is seen between two messages (§3.12). */
    private volatile boolean ended;

    private FlowSubscription(
            Channel channel,
            BasicMethod.Consume method,
            DeliveryPublisherOptions options,
            Flow.Subscriber<? super Delivery> subscriber) {
        this.channel = channel;
        this.method = method;
        this.options = options;
        this.subscriber = subscriber;
    }

    /** Opens a channel and begins on it. */
    static void begin(
            Connection connection,
            BasicMethod.Consume method,
            DeliveryPublisherOptions options,
            Flow.Subscriber<? super Delivery> subscriber) {
        ReplyCallback<Channel> opened = (channel, failure) -> {
            if (failure == null) {
                FlowSubscription subscription = new FlowSubscription(channel, method, options, subscriber);
                channel.execute(() -> subscription.signal(() -> subscriber.onSubscribe(subscription)));
            } else {
                refuse(subscriber, failure);
            }
        };
        try {
            connection.openChannel(ChannelOptions.DEFAULT, opened);
        } catch (IllegalStateException noNumberIsFree) {
            refuse(subscriber, noNumberIsFree);
        }
    }

    /** There is no channel, so that this is all that ever comes (§1.9). */
    private static void refuse(Flow.Subscriber<? super Delivery> subscriber, RuntimeException why) {
        subscriber.onSubscribe(Nothing.INSTANCE);
        end(subscriber, why);
    }

    // ---- from the subscriber, on any thread ----

    @Override
    public void request(long n) {
        channel.execute(() -> requested(n));
    }

    @Override
    public void cancel() {
        ended = true;
        channel.execute(this::release);
    }

    // ---- from the channel ----

    @Override
    public void onDelivery(Delivery delivery) {
        consumerTag = delivery.consumerTag();
        if (ended) {
            giveBack(delivery);
        } else {
            waiting.add(delivery);
            handOn();
        }
    }

    /** What waits is handed on later, as it is asked for. */
    @Override
    public boolean handsOn() {
        return true;
    }

    @Override
    public void onCancel(String consumerTag) {
        fail(new ConsumerCancelledException(consumerTag));
    }

    /** What waits has gone back to its queue, and comes again. */
    @Override
    public void onInterrupted(ClosedException why) {
        waiting.clear();
    }

    @Override
    public void onClosed(ClosedException why) {
        fail(why);
    }

    // ---- on the dispatch ----

    private void requested(long n) {
        if (ended) {
            return; // §3.6
        }
        if (n <= 0) {
            fail(new IllegalArgumentException("a request is for one message or more, not " + n + " (rule §3.9)"));
            return;
        }
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n; // §3.17
        if (consuming) {
            handOn();
        } else {
            consuming = true;
            consume();
        }
    }

    /** Only with the prefetch granted, which bounds what waits. Not that of the channel: quorum queues and streams refuse it. */
    private void consume() {
        channel.basicQos(
                BasicMethod.Qos.of(options.prefetch()),
                (ok, failure) -> channel.execute(() -> {
                    if (failure == null) {
                        consumeBounded();
                    } else {
                        fail(failure);
                    }
                }));
    }

    private void consumeBounded() {
        if (ended) {
            return;
        }
        try {
            channel.basicConsume(method, this, (tag, failure) -> {
                if (failure != null) {
                    channel.execute(() -> fail(failure));
                }
            });
        } catch (IllegalArgumentException cannotBeSent) {
            fail(cannotBeSent);
        }
    }

    private void handOn() {
        while (demand > 0 && !ended && !waiting.isEmpty()) {
            if (demand < Long.MAX_VALUE) {
                demand--;
            }
            handedOn = true;
            Delivery delivery = waiting.remove();
            signal(() -> observed(delivery));
            if (options.autoAck()) {
                acknowledge(delivery);
            }
        }
    }

    private void observed(Delivery delivery) {
        delivery.observed(channel.connection().currentQueueName(method.queue()), () -> subscriber.onNext(delivery));
    }

    private void acknowledge(Delivery delivery) {
        try {
            delivery.ack();
        } catch (ClosedException | DeliveryTagException notTaken) {
            // Its end, or its coming back, is told by itself; or the subscriber was first.
            LOG.debug("{}: message {} was not acknowledged", channel, delivery.deliveryTag());
        }
    }

    /** A subscriber that throws has broken the rules (§2.13): it gets no more signals, and the channel reports it. */
    private void signal(Runnable signal) {
        boolean returned = false;
        try {
            signal.run();
            returned = true;
        } finally {
            if (!returned) {
                ended = true;
                release();
            }
        }
    }

    // ---- how it ends ----

    private void fail(RuntimeException why) {
        if (!ended) {
            ended = true;
            Flow.Subscriber<? super Delivery> last = subscriber;
            release();
            end(last, why);
        }
    }

    private static void end(Flow.Subscriber<? super Delivery> subscriber, RuntimeException why) {
        if (why instanceof ClosedException closed && closed.reason() instanceof CloseReason.ByApplication) {
            subscriber.onComplete();
        } else {
            subscriber.onError(why);
        }
    }

    /**
     * Closing the channel gives back all that is unacknowledged. Where the subscriber has some of it, what waits is given
     * back, and the channel is closed when the subscriber has acknowledged the last one.
     */
    private void release() {
        subscriber = Nobody.INSTANCE;
        if (released) {
            return;
        }
        released = true;
        if (options.autoAck() || !handedOn) {
            channel.close();
        } else {
            channel.basicCancel(consumerTag, (ok, failure) -> closeWhenAcknowledged());
            waiting.forEach(this::giveBack);
        }
        waiting.clear();
    }

    /** No more messages come; those on their way to the dispatch are given back there, and count until then. */
    private void closeWhenAcknowledged() {
        channel.acknowledged().thenRun(channel::close);
    }

    /** Not needed where the channel was closed, which gave it back already. */
    private void giveBack(Delivery delivery) {
        try {
            delivery.nack(true);
        } catch (ClosedException | DeliveryTagException gone) {
            LOG.debug("{}: requeued by its end", channel);
        }
    }

    /** The subscription of a stream that has nothing to give. */
    private enum Nothing implements Flow.Subscription {
        INSTANCE;

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    /** In the place of a subscriber that is forgotten. */
    private enum Nobody implements Flow.Subscriber<Object> {
        INSTANCE;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(Object item) {}

        @Override
        public void onError(Throwable throwable) {}

        @Override
        public void onComplete() {}
    }
}
