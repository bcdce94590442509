// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.javaclient;

import amqp.cli.perf.client.LoadChannel;
import amqp.cli.perf.client.LoadEvents;
import amqp.cli.perf.client.LoadQueue;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;

/** A channel of com.rabbitmq.client's API. */
final class RabbitChannel implements LoadChannel {
    private static final long LOOK_NANOS = 100_000_000;

    private final Channel channel;
    private final LoadEvents events;

    /** When each message was sent that awaits its confirm, by its number. */
    private final ConcurrentNavigableMap<Long, Long> unconfirmed = new ConcurrentSkipListMap<>();

    private Outcomes outcomes;
    private boolean confirming;

    RabbitChannel(Channel channel, LoadEvents events) {
        this.channel = channel;
        this.events = events;
        channel.addShutdownListener(this::ended);
    }

    /** What ends the connection is told by that. */
    private void ended(ShutdownSignalException why) {
        if (!why.isHardError() && !why.isInitiatedByApplication()) {
            events.failed(Failed.because("the channel was closed", why));
        }
        if (confirming) {
            settle(unconfirmed, Outcome.UNKNOWN); // the numbers begin anew
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void expect(String what, Step step) {
        try {
            step.run();
        } catch (IOException | AlreadyClosedException e) {
            throw Failed.because(what, e);
        }
    }

    @Override
    public void declareExchange(String name, String type) {
        expect(
                "cannot declare exchange \"" + name + "\"",
                () -> channel.exchangeDeclare(name, type, true, true, Map.of()));
    }

    @Override
    public void declareQueue(LoadQueue queue) {
        expect(
                "cannot declare queue \"" + queue.name() + "\"",
                () -> channel.queueDeclare(
                        queue.name(), !queue.exclusive(), queue.exclusive(), queue.autoDelete(), queue.arguments()));
    }

    @Override
    public void bind(String queue, String exchange, String routingKey) {
        expect("cannot bind queue \"" + queue + "\"", () -> channel.queueBind(queue, exchange, routingKey));
    }

    @Override
    public void preparePublishing(boolean confirms, Outcomes told) {
        outcomes = told;
        confirming = confirms;
        channel.addReturnListener(message -> told.returned());
        if (confirms) {
            channel.addConfirmListener(
                    (number, multiple) -> settle(number, multiple, Outcome.CONFIRMED),
                    (number, multiple) -> settle(number, multiple, Outcome.NACKED));
            expect("cannot switch confirms on", channel::confirmSelect);
        }
    }

    private void settle(long number, boolean multiple, Outcome outcome) {
        if (multiple) {
            settle(unconfirmed.headMap(number, true), outcome);
            return;
        }
        Long sentNanos = unconfirmed.remove(number);
        if (sentNanos != null) {
            outcomes.settled(outcome, sentNanos);
        }
    }

    private void settle(ConcurrentNavigableMap<Long, Long> some, Outcome outcome) {
        for (var first = some.pollFirstEntry(); first != null; first = some.pollFirstEntry()) {
            outcomes.settled(outcome, first.getValue());
        }
    }

    @Override
    public boolean publish(Route route, byte[] body, long sentNanos) {
        BasicProperties properties =
                route.persistent() ? MessageProperties.MINIMAL_PERSISTENT_BASIC : MessageProperties.MINIMAL_BASIC;
        long number = confirming ? channel.getNextPublishSeqNo() : 0;
        if (confirming) {
            unconfirmed.put(number, sentNanos);
        }
        try {
            channel.basicPublish(route.exchange(), route.routingKey(), route.mandatory(), properties, body);
            return true;
        } catch (IOException | AlreadyClosedException lost) {
            boolean unsettled = !confirming || unconfirmed.remove(number) != null;
            LockSupport.parkNanos(this, LOOK_NANOS); // it may be coming back; what ended it for good is told elsewhere
            return !unsettled;
        }
    }

    @Override
    public void consume(
            String queue, int prefetch, boolean autoAck, Map<String, Object> arguments, Deliveries deliveries) {
        expect("cannot consume from queue \"" + queue + "\"", () -> {
            if (prefetch > 0) {
                channel.basicQos(prefetch);
            }
            channel.basicConsume(queue, autoAck, arguments, new Consumer(deliveries, autoAck));
        });
    }

    private final class Consumer extends DefaultConsumer {
        private final Deliveries deliveries;
        private final boolean autoAck;

        Consumer(Deliveries deliveries, boolean autoAck) {
            super(channel);
            this.deliveries = deliveries;
            this.autoAck = autoAck;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            deliveries.delivered(body, autoAck ? multiple -> {} : multiple -> ack(envelope.getDeliveryTag(), multiple));
        }

        private void ack(long tag, boolean multiple) {
            try {
                channel.basicAck(tag, multiple);
            } catch (IOException | AlreadyClosedException brokerHasItBack) {
                // Delivered again, to whoever consumes then.
            }
        }

        @Override
        public void handleCancel(String tag) {
            deliveries.cancelled();
        }
    }
}
