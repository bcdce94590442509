// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.BasicMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription of a {@link DeliveryPublisher}. Everything but {@link #ended} is touched on the lane only, where all
 * signals come from too, so that they are serial (reactive streams §1.3) and never nest (§3.3).
 */
final class FlowSubscription implements Flow.Subscription, DeliveryHandler {
    private static final String SUBSCRIBER = "a subscriber";

    private static final Logger LOG = LoggerFactory.getLogger(FlowSubscription.class);

    private final Connection connection;
    private final BasicMethod.Consume method;
    private final DeliveryPublisher.Options options;
    private final Executor lane;
    private final PrefetchWindow window;
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();

    /** Forgotten at the end (§3.13). */
    private Flow.Subscriber<? super Delivery> subscriber;

    private Channel channel;
    private String consumerTag = "";
    private boolean opening;
    private boolean released;
    private long demand;
    private long handedOn;

    /** No signal comes any more. From any thread, so that a cancellation is seen between two messages (§3.12). */
    private volatile boolean ended;

    FlowSubscription(
            Connection connection,
            BasicMethod.Consume method,
            DeliveryPublisher.Options options,
            Flow.Subscriber<? super Delivery> subscriber) {
        this.connection = connection;
        this.method = method;
        this.options = options;
        this.subscriber = subscriber;
        this.lane = connection.lane(Dispatch.EXECUTOR, connection, SUBSCRIBER);
        this.window = new PrefetchWindow(options.prefetch());
    }

    void begin() {
        lane.execute(() -> contained(() -> subscriber.onSubscribe(this)));
    }

    // ---- from the subscriber, on any thread ----

    @Override
    public void request(long n) {
        lane.execute(() -> requested(n));
    }

    @Override
    public void cancel() {
        ended = true;
        lane.execute(this::release);
    }

    // ---- from the channel ----

    @Override
    public void onDelivery(Delivery delivery) {
        lane.execute(() -> arrived(delivery));
    }

    @Override
    public void onCancel(String consumerTag) {
        lane.execute(() -> fail(new ConsumerCancelledException(consumerTag)));
    }

    /** A change of the window may have been lost with the connection. */
    @Override
    public void onResumed(String tag) {
        lane.execute(() -> {
            if (!ended && window.size() > 0) {
                bound();
            }
        });
    }

    @Override
    public void onClosed(ClosedException why) {
        lane.execute(() -> closed(why));
    }

    // ---- on the lane ----

    private void requested(long n) {
        if (ended) {
            return; // §3.6
        }
        if (n <= 0) {
            fail(new IllegalArgumentException("a request is for one message or more, not " + n + " (rule §3.9)"));
            return;
        }
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n; // §3.17
        if (!opening) {
            opening = true;
            open();
        } else if (channel != null) {
            handOn();
        }
    }

    private void open() {
        try {
            connection
                    .openChannel()
                    .whenComplete((opened, failure) -> lane.execute(() -> {
                        if (failure != null) {
                            closed(failure);
                        } else {
                            consume(opened);
                        }
                    }));
        } catch (RuntimeException e) { // no channel number is free
            fail(e);
        }
    }

    private void consume(Channel opened) {
        channel = opened;
        if (ended) {
            channel.close();
            return;
        }
        if (options.fixed()) {
            channel.basicQos(options.prefetch());
        } else {
            followDemand();
        }
        channel.basicConsume(method, this).whenComplete((tag, failure) -> {
            if (failure != null) {
                lane.execute(() -> closed(failure));
            }
        });
    }

    private void arrived(Delivery delivery) {
        consumerTag = delivery.consumerTag();
        if (ended) {
            giveBack(delivery);
        } else {
            waiting.add(delivery);
            handOn();
        }
    }

    private void handOn() {
        while (demand > 0 && !ended && !waiting.isEmpty()) {
            if (demand < Long.MAX_VALUE) {
                demand--;
            }
            handedOn++;
            handOn(waiting.remove());
        }
        if (!ended && !options.fixed()) {
            followDemand();
        }
    }

    private void handOn(Delivery delivery) {
        if (!options.autoAck()) {
            contained(() -> subscriber.onNext(delivery));
        } else if (contained(() -> subscriber.onNext(acknowledged(delivery)))) {
            acknowledge(delivery);
        }
    }

    /** The same message for a subscriber that has nothing to acknowledge: doing it twice would close the channel. */
    private Delivery acknowledged(Delivery delivery) {
        return new Delivery(
                channel,
                delivery.deliveryTag(),
                delivery.redelivered(),
                true,
                delivery.consumerTag(),
                delivery.exchange(),
                delivery.routingKey(),
                delivery.properties(),
                delivery.body());
    }

    private void acknowledge(Delivery delivery) {
        try {
            delivery.ack();
        } catch (ClosedException | DeliveryTagException notTaken) {
            LOG.debug("{}: acknowledged too late", channel); // its end, or its coming back, is told by itself
        }
    }

    /**
     * What the subscriber has and may not have acknowledged fills the window too, so that with manual acknowledgement it
     * only grows.
     */
    private void followDemand() {
        long held = options.autoAck() ? 0 : Math.min(handedOn, options.prefetch());
        if (window.follow(Math.min(demand, options.prefetch()) + held)) {
            bound();
        }
    }

    private void bound() {
        channel.basicQos(BasicMethod.Qos.of(window.size()).global(true));
    }

    /** A subscriber that throws has broken the rules (§2.13); it hears no more. */
    private boolean contained(Runnable signal) {
        try {
            signal.run();
            return true;
        } catch (RuntimeException | Error e) {
            failed(e);
            ended = true;
            release();
            return false;
        }
    }

    private void failed(Throwable thrown) {
        connection.options().callbackFailed(connection, SUBSCRIBER, thrown);
    }

    // ---- how it ends ----

    private void closed(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(why instanceof ClosedException closed) || !(closed.reason() instanceof CloseReason.ByApplication)) {
            fail(why);
        } else if (!ended) {
            ended = true;
            Flow.Subscriber<? super Delivery> last = subscriber;
            release();
            Lane.runHere(last::onComplete, this::failed);
        }
    }

    private void fail(Throwable why) {
        if (!ended) {
            ended = true;
            Flow.Subscriber<? super Delivery> last = subscriber;
            release();
            Lane.runHere(() -> last.onError(why), this::failed);
        }
    }

    /** Closing the channel gives back all that is unacknowledged; where the subscriber has some, only what waits. */
    private void release() {
        subscriber = Nobody.INSTANCE;
        if (released || channel == null) {
            return; // where the channel is being opened, consume() closes it
        }
        released = true;
        if (options.autoAck() || handedOn == 0) {
            channel.close();
        } else {
            channel.basicCancel(consumerTag);
            waiting.forEach(this::giveBack);
        }
        waiting.clear();
    }

    /** Not needed where the channel was closed, which gave it back already. */
    private void giveBack(Delivery delivery) {
        try {
            delivery.nack(true);
        } catch (ClosedException | DeliveryTagException ended) {
            LOG.debug("{}: requeued by its end", channel);
        }
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
