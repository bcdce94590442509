// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.recovery.ReplayableConsumer;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.WireException;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.Event;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The way of one consumer's messages to its handler, over all channels that the recovery opens for it. In the strand.
 */
final class Subscription implements ReplayableConsumer {
    private static final String STREAM_OFFSET = "x-stream-offset";

    private final ChannelCore channel;
    private final BasicMethod.Consume request;
    private final DeliveryHandler handler;

    /** Where messages go. */
    private final DeliveryHandler receiver;

    /** A buffer never blocks: it is filled in the strand, and the application takes from it. */
    private final boolean buffered;

    /** When the last message came, by the adapter's clock. Written in the strand, read by any thread. */
    private final AtomicLong lastDelivery = new AtomicLong();

    /** Written in the strand, read by any thread. */
    private final AtomicLong delivered = new AtomicLong();

    /** Messages that no longer wait for the handler. Written where it is called, read by any thread. */
    private final AtomicLong takenOut = new AtomicLong();

    /** Null before the first. Written where messages are handed out. */
    private volatile @Nullable BasicProperties lastHandedOut;

    /** Written in the strand. */
    private volatile String consumerTag = "";

    /** By its present name. Written in the strand. */
    private volatile String queue;

    private boolean interrupted;
    private boolean mayBeStream = true;

    /** Nobody takes its messages. By any thread. */
    private volatile boolean abandoned;

    /** It has ended; a reply to its being brought back may have come before and be told only now. */
    private boolean over;

    /**
     * @param request as the application gave it
     */
    Subscription(ChannelCore channel, BasicMethod.Consume request, DeliveryHandler handler) {
        this.channel = channel;
        this.request = request;
        this.handler = handler;
        this.queue = request.queue();
        this.buffered = handler instanceof DeliveryBuffer;
        if (handler instanceof DeliveryBuffer buffer) {
            this.receiver = this::keep;
            buffer.onTaken(this::handedOut, this::received);
        } else {
            this.receiver = this::handOut;
        }
    }

    /** The broker has granted it under this tag. */
    void began(String tag) {
        consumerTag = tag;
        queue = channel.connection().ledger().queueOf(channel.number(), request.queue());
    }

    @Override
    public BasicMethod.Consume request() {
        return request;
    }

    @Override
    public String consumerTag() {
        return consumerTag;
    }

    @Override
    public boolean hasEnded() {
        return over;
    }

    /** What comes from now on goes back to the queue. */
    void abandon() {
        abandoned = true;
    }

    /**
     * A stream keeps what was delivered: the consumer goes on behind the last message that it was handed, wherever it had
     * begun. A stream's messages tell their places in it by a header.
     */
    @Override
    public FieldTable arguments() {
        BasicProperties last = lastHandedOut;
        return mayBeStream && last != null && placeOf(last) instanceof Long place
                ? request.arguments().with(STREAM_OFFSET, place + 1)
                : request.arguments();
    }

    @Override
    public void noStream() {
        mayBeStream = false;
    }

    /** Null where it is of no stream. */
    private static @Nullable Object placeOf(BasicProperties message) {
        try {
            FieldValue offset = message.headers().get(STREAM_OFFSET);
            return offset == null ? null : offset.toJava();
        } catch (WireException e) {
            return null; // whoever published it wrote what is no table
        }
    }

    private void handedOut(Delivery delivery) {
        lastHandedOut = delivery.properties();
    }

    private void keep(Delivery delivery) {
        if (!delivery.isStale()) {
            handler.onDelivery(delivery);
        }
    }

    private void handOut(Delivery delivery) {
        count(takenOut);
        if (delivery.isStale()) {
            return;
        }
        handedOut(delivery);
        ObserverCalls observer = channel.observer();
        if (observer == null || handler.handsOn()) {
            handler.onDelivery(delivery);
        } else {
            observer.handle(delivery, queue, () -> {
                handler.onDelivery(delivery);
                return null;
            });
        }
    }

    /** The application has taken a message from its buffer. */
    private void received(Delivery delivery) {
        ObserverCalls observer = channel.observer();
        if (observer != null) {
            observer.tell(channel.channel(), one -> one.received(delivery, queue));
        }
    }

    void delivered(Event.Delivered event) {
        BasicMethod.Deliver deliver = event.method();
        Delivery delivery = new Delivery(
                channel.channel(),
                channel.tagOf(deliver.deliveryTag()),
                deliver.redelivered(),
                request.noAck(),
                0,
                deliver.consumerTag(),
                deliver.exchange(),
                deliver.routingKey(),
                event.properties(),
                event.body());
        if (abandoned) {
            delivery.giveBack();
        } else {
            lastDelivery.setOpaque(channel.connection().driver().cameAt());
            count(delivered);
            channel.dispatch().deliver(receiver, delivery, buffered);
        }
    }

    /** By one thread at a time: as cheap as a plain field. */
    private static void count(AtomicLong one) {
        one.setOpaque(one.getPlain() + 1);
    }

    /** By any thread. */
    ConsumerHealth health(int unacknowledged) {
        long count = delivered.getOpaque();
        long waiting =
                handler instanceof DeliveryBuffer buffer ? buffer.size() : Math.max(0, count - takenOut.getOpaque());
        return new ConsumerHealth(
                channel.channel(),
                consumerTag,
                queue,
                count == 0 ? null : channel.connection().instant(lastDelivery.getOpaque()),
                count,
                waiting,
                unacknowledged);
    }

    /** Told once, however often its coming back fails. */
    void interrupted(ClosedException why) {
        if (!interrupted) {
            interrupted = true;
            tell(() -> handler.onInterrupted(why));
        }
    }

    @Override
    public void resumed() {
        if (!over) {
            interrupted = false;
            queue = channel.connection().ledger().currentName(queue);
            tell(() -> handler.onResumed(consumerTag));
        }
    }

    @Override
    public void notResumed() {
        channel.cancelled(consumerTag);
    }

    void cancelled() {
        over = true;
        tell(() -> handler.onCancel(consumerTag));
    }

    void cancelledHere() {
        over = true;
        tell(() -> handler.onCancelOk(consumerTag));
    }

    void ended(ClosedException why) {
        over = true;
        tell(() -> handler.onClosed(why));
    }

    private void tell(Runnable event) {
        if (buffered) {
            event.run();
        } else {
            channel.dispatch().deliveries().execute(event);
        }
    }
}
