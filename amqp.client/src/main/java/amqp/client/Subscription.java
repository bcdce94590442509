// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * One basic.consume: the command's end first, then the way of its messages to the consumer, over all channels that the
 * recovery opens for it. On the I/O thread.
 */
final class Subscription implements Completion {
    private final ChannelState channel;
    private final DeliveryHandler consumer;
    private final BasicMethod.Consume request;
    private final Reply<String> reply;

    /** What the consumer is bound by; null for nothing. */
    private BasicMethod.Qos bound;

    private String consumerTag = "";
    private String queue = "";

    private boolean interrupted;

    /** Given again by this; null when it is not. */
    private ReplayItem resuming;

    Subscription(
            ChannelState channel,
            BasicMethod.Consume request,
            DeliveryHandler consumer,
            ReplyCallback<? super String> callback) {
        this.channel = channel;
        this.request = request;
        this.consumer = consumer;
        this.reply = new Reply<>(channel, channel.replies(), this::consumerTag, callback);
    }

    // ---- the command ----

    @Override
    public void replied(Method method) {
        if (resuming != null) {
            end().replied(method);
            return;
        }
        consumerTag = consumerTag(method);
        channel.ledger().began(this);
        reply.replied(method);
    }

    @Override
    public void failed(AmqpException failure) {
        if (resuming != null) {
            end().failed(failure);
        } else {
            reply.failed(failure);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        if (resuming != null) {
            end().closed(reason);
        } else {
            reply.closed(reason);
        }
    }

    private ReplayItem end() {
        ReplayItem item = resuming;
        resuming = null;
        return item;
    }

    private String consumerTag(Method reply) {
        return reply instanceof BasicMethod.ConsumeOk ok ? ok.consumerTag() : request.consumerTag();
    }

    // ---- what it is ----

    String requestedQueue() {
        return request.queue();
    }

    String consumerTag() {
        return consumerTag;
    }

    /** The queue by the name that the application gave, or that an empty name stood for. */
    String queue() {
        return queue;
    }

    /** It stands in the books of its channel. */
    void began(BasicMethod.Qos boundBy, String name) {
        bound = boundBy;
        queue = name;
    }

    // ---- recovery ----

    /**
     * The commands that bring it back.
     *
     * @param current what the consumer before it was bound by
     */
    List<ReplayItem> replay(BasicMethod.Qos current) {
        List<ReplayItem> items = new ArrayList<>(2);
        if (bound != null && !bound.equals(current)) {
            items.add(ReplayItem.of(channel.number(), bound, done -> {}));
        }
        Method again = channel.connection()
                .ledger()
                .current(
                        channel.number(),
                        BasicMethod.Consume.of(queue)
                                .consumerTag(consumerTag)
                                .noLocal(request.noLocal())
                                .noAck(request.noAck())
                                .exclusive(request.exclusive())
                                .arguments(request.arguments()));
        items.add(ReplayItem.of(channel.number(), again, this));
        return items;
    }

    BasicMethod.Qos bound() {
        return bound;
    }

    void resuming(ReplayItem item) {
        resuming = item;
    }

    void resumed() {
        interrupted = false;
        channel.deliveries().execute(() -> consumer.onResumed(consumerTag));
    }

    void notResumed() {
        resuming = null;
        channel.cancelled(consumerTag);
    }

    // ---- what comes ----

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
        channel.deliver(consumer, delivery);
    }

    /** Told once, however often its coming back fails. */
    void interrupted(ClosedException why) {
        resuming = null;
        if (!interrupted) {
            interrupted = true;
            channel.deliveries().execute(() -> consumer.onInterrupted(why));
        }
    }

    void cancelled() {
        channel.deliveries().execute(() -> consumer.onCancel(consumerTag));
    }

    void cancelledHere() {
        channel.deliveries().execute(() -> consumer.onCancelOk(consumerTag));
    }

    void ended(ClosedException why) {
        channel.deliveries().execute(() -> consumer.onClosed(why));
    }
}
