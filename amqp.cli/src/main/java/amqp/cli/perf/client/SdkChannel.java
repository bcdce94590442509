// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.client;

import amqp.client.CallTimeoutException;
import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.client.Stages;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A channel of this SDK. */
final class SdkChannel implements LoadChannel {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final BasicProperties PERSISTENT = BasicProperties.persistent();

    private final Channel channel;
    private final LoadEvents events;
    private Outcomes outcomes;
    private boolean confirming;

    SdkChannel(Channel channel, LoadEvents events) {
        this.channel = channel;
        this.events = events;
    }

    @Override
    public void declareExchange(String name, String type) {
        Stages.await(channel.exchangeDeclare(
                ExchangeMethod.Declare.of(name, type).durable(true).autoDelete(true)));
    }

    @Override
    public void declareQueue(LoadQueue queue) {
        Stages.await(channel.queueDeclare(QueueMethod.Declare.of(queue.name())
                .durable(!queue.exclusive())
                .exclusive(queue.exclusive())
                .autoDelete(queue.autoDelete())
                .arguments(FieldTable.of(queue.arguments()))));
    }

    @Override
    public void bind(String queue, String exchange, String routingKey) {
        Stages.await(channel.queueBind(queue, exchange, routingKey));
    }

    @Override
    public void preparePublishing(boolean confirms, Outcomes told) {
        outcomes = told;
        confirming = confirms;
        channel.closed((reason, failure) -> closed(reason));
        channel.onReturn(message -> told.returned());
        if (confirms) {
            Stages.await(channel.confirmSelect());
        }
    }

    /** What ends the connection is told by that. */
    private void closed(CloseReason reason) {
        if (reason instanceof CloseReason.ByPeer && channel.connection().isOpen()) {
            events.failed(new ClosedException("The channel", reason));
        }
    }

    @Override
    public boolean publish(Route route, byte[] body, long sentNanos) {
        BasicMethod.Publish method = new BasicMethod.Publish(route.exchange(), route.routingKey(), route.mandatory());
        Message message = Message.of(route.persistent() ? PERSISTENT : BasicProperties.EMPTY, body);
        return tryPublish(method, message, sentNanos) || awaitRoom() && tryPublish(method, message, sentNanos);
    }

    private boolean tryPublish(BasicMethod.Publish method, Message message, long sentNanos) {
        if (!confirming) {
            return channel.tryPublish(method, message);
        }
        return channel.tryPublishConfirmed(
                method,
                message,
                verdict -> outcomes.settled(
                        switch (verdict) {
                            case ACKED, RETURNED -> Outcome.CONFIRMED;
                            case NACKED -> Outcome.NACKED;
                            case UNKNOWN -> Outcome.UNKNOWN;
                        },
                        sentNanos));
    }

    private boolean awaitRoom() {
        CompletableFuture<?> writable = channel.writable().toCompletableFuture();
        try {
            Stages.await(writable, LOOK);
            return true;
        } catch (CallTimeoutException noRoomYet) {
            return false;
        } finally {
            writable.cancel(false);
        }
    }

    @Override
    public void consume(
            String queue, int prefetch, boolean autoAck, Map<String, Object> arguments, Deliveries deliveries) {
        if (prefetch > 0) {
            Stages.await(channel.basicQos(prefetch));
        }
        Stages.await(channel.basicConsume(
                BasicMethod.Consume.of(queue).noAck(autoAck).arguments(FieldTable.of(arguments)),
                new Handler(deliveries, autoAck)));
    }

    private final class Handler implements DeliveryHandler {
        private final Deliveries deliveries;
        private final boolean autoAck;

        Handler(Deliveries deliveries, boolean autoAck) {
            this.deliveries = deliveries;
            this.autoAck = autoAck;
        }

        @Override
        public void onDelivery(Delivery delivery) {
            deliveries.delivered(delivery.body(), autoAck ? multiple -> {} : multiple -> ack(delivery, multiple));
        }

        private void ack(Delivery delivery, boolean multiple) {
            try {
                if (multiple) {
                    delivery.ackMultiple();
                } else {
                    delivery.ack();
                }
            } catch (ClosedException | DeliveryTagException over) {
                // The broker has it back, or it was acknowledged with a later one.
            }
        }

        @Override
        public void onCancel(String consumerTag) {
            deliveries.cancelled();
        }

        @Override
        public void onClosed(ClosedException why) {
            if (why.reason() instanceof CloseReason.ByPeer
                    && channel.connection().isOpen()) {
                events.failed(why);
            }
        }
    }
}
