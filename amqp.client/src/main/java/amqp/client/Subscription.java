// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;
import amqp.connection.Event;

/** One basic.consume: the command's end first, then the way of its messages to the consumer. */
final class Subscription implements Completion {
    private final Channel channel;
    private final Consumer consumer;
    private final BasicMethod.Consume request;
    private final Reply<String> reply;

    Subscription(
            Channel channel, BasicMethod.Consume request, Consumer consumer, ReplyCallback<? super String> callback) {
        this.channel = channel;
        this.request = request;
        this.consumer = consumer;
        this.reply = new Reply<>(channel, channel.replies(), this::consumerTag, callback);
    }

    @Override
    public void replied(Method method) {
        channel.subscribed(consumerTag(method), this);
        reply.replied(method);
    }

    @Override
    public void failed(AmqpException failure) {
        reply.failed(failure);
    }

    @Override
    public void closed(CloseReason reason) {
        reply.closed(reason);
    }

    void delivered(Event.Delivered event) {
        BasicMethod.Deliver deliver = event.method();
        Delivery delivery = new Delivery(
                channel,
                deliver.deliveryTag(),
                deliver.redelivered(),
                request.noAck(),
                deliver.consumerTag(),
                deliver.exchange(),
                deliver.routingKey(),
                event.properties(),
                event.body());
        channel.deliver(consumer, delivery);
    }

    void cancelled(String consumerTag) {
        channel.deliveries().execute(() -> consumer.onCancel(consumerTag));
    }

    void cancelledHere(String consumerTag) {
        channel.deliveries().execute(() -> consumer.onCancelOk(consumerTag));
    }

    void ended(ClosedException why) {
        channel.deliveries().execute(() -> consumer.onClosed(why));
    }

    private String consumerTag(Method reply) {
        return reply instanceof BasicMethod.ConsumeOk ok ? ok.consumerTag() : request.consumerTag();
    }
}
