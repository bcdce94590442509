// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.driver.Completion;
import amqp.codec.AmqpException;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;
import amqp.connection.Event;
import java.util.Optional;

/** A basic.get: ends with a message, with an empty queue, or with a failure. */
final class GetCompletion implements Completion {
    private final ChannelCore channel;
    private final BasicMethod.Get request;
    private final Reply<Optional<Delivery>> reply;

    GetCompletion(ChannelCore channel, BasicMethod.Get request, Reply<Optional<Delivery>> reply) {
        this.channel = channel;
        this.request = request;
        this.reply = reply;
    }

    void got(Event.Got event) {
        BasicMethod.GetOk ok = event.method();
        Delivery delivery = new Delivery(
                channel.channel(),
                channel.tagOf(ok.deliveryTag()),
                ok.redelivered(),
                request.noAck(),
                (int) ok.messageCount(),
                "",
                ok.exchange(),
                ok.routingKey(),
                event.properties(),
                event.body());
        channel.connection().tellObserver(channel.channel(), observer -> observer.received(delivery, request.queue()));
        reply.completed(Optional.of(delivery), channel.connection().inbox(), delivery.held());
    }

    @Override
    public void replied(Method empty) {
        reply.replied(empty);
    }

    @Override
    public void failed(AmqpException failure) {
        reply.failed(failure);
    }

    @Override
    public void closed(CloseReason reason) {
        reply.closed(reason);
    }
}
