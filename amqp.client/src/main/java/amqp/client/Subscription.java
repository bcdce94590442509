// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.recovery.ReplayableConsumer;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.Event;

/**
 * The way of one consumer's messages to its handler, over all channels that the recovery opens for it. In the strand.
 */
final class Subscription implements ReplayableConsumer {
    private final ChannelCore channel;
    private final BasicMethod.Consume request;
    private final DeliveryHandler handler;

    /** A buffer never blocks: it is filled in the strand, and the application takes from it. */
    private final boolean buffered;

    private String consumerTag = "";
    private boolean interrupted;

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
        this.buffered = handler instanceof DeliveryBuffer;
    }

    /** The broker has granted it under this tag. */
    void began(String tag) {
        consumerTag = tag;
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

    void delivered(Event.Delivered event) {
        BasicMethod.Deliver deliver = event.method();
        Delivery delivery = new Delivery(
                channel.channel(),
                channel.tagOf(deliver.deliveryTag()),
                deliver.redelivered(),
                request.noAck(),
                deliver.consumerTag(),
                deliver.exchange(),
                deliver.routingKey(),
                event.properties(),
                event.body());
        if (abandoned) {
            delivery.giveBack();
        } else {
            channel.dispatch().deliver(handler, delivery, buffered);
        }
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
