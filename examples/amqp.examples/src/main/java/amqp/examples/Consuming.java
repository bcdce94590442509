// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingChannel;
import amqp.blocking.BlockingConnection;
import amqp.blocking.Deliveries;
import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Delivery;
import amqp.client.DeliveryBuffer;
import amqp.client.DeliveryHandler;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.Message;
import amqp.codec.method.QueueMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Receives messages in each way that there is: by a callback, in a loop, one at a time. */
public final class Consuming {
    private static final BlockingQueue<String> HANDLED = new LinkedBlockingQueue<>();

    private Consuming() {}

    public static void main(String[] args) throws InterruptedException {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel()) {
            channel.confirmSelect();
            // Not deleted with its last consumer, as the queue of queueDeclare() would be.
            String orders = channel.queueDeclare(QueueMethod.Declare.of("").exclusive(true))
                    .queue();

            callback(connection, channel, orders);
            onIoThread(connection, channel, orders);
            loop(channel, orders);
            buffer(connection, channel, orders);
            System.out.println("handled by callback, on the I/O thread, in a loop and from a buffer");
        }
    }

    private static void callback(BlockingConnection connection, BlockingChannel publisher, String orders)
            throws InterruptedException {
        // tag::callback[]
        BlockingChannel channel = connection.openChannel();
        channel.basicQos(50); // at most 50 messages without acknowledgement
        String tag = channel.basicConsume(orders, delivery -> {
            handle(delivery); // on a thread of the client, one message at a time; it may block
            delivery.ack();
        });
        // end::callback[]
        publisher.publish("", orders, Message.of("callback"));
        awaitHandled("callback", channel.channel());
        // tag::cancel[]
        channel.basicCancel(tag); // the broker sends no more messages
        channel.close();
        // end::cancel[]
    }

    private static void onIoThread(BlockingConnection connection, BlockingChannel publisher, String orders)
            throws InterruptedException {
        DeliveryHandler quick = delivery -> {
            handle(delivery);
            delivery.ack();
        };
        // tag::io-thread[]
        ChannelOptions options =
                ChannelOptions.builder().dispatch(Dispatch.IO_THREAD).build();
        Channel channel = Stages.await(connection.connection().openChannel(options));
        channel.basicQos(500);
        channel.basicConsume(orders, quick); // must not block: while it runs, nothing is read or sent
        // end::io-thread[]
        publisher.publish("", orders, Message.of("I/O thread"));
        awaitHandled("I/O thread", channel);
        Stages.await(channel.close());
    }

    private static void loop(BlockingChannel channel, String orders) throws InterruptedException {
        channel.publish("", orders, Message.of("loop"));
        // tag::loop[]
        try (Deliveries deliveries = channel.consume(orders, Duration.ofSeconds(1))) {
            for (Delivery delivery : deliveries) { // ends after 1 s without a message
                handle(delivery);
                delivery.ack();
            }
        } // cancels the consumer
        // end::loop[]
        awaitHandled("loop", channel.channel());
    }

    private static void buffer(BlockingConnection connection, BlockingChannel publisher, String orders)
            throws InterruptedException {
        publisher.publish("", orders, Message.of("buffer"));
        // tag::buffer[]
        BlockingChannel channel = connection.openChannel();
        channel.basicQos(50);
        DeliveryBuffer buffer = new DeliveryBuffer(channel.channel());
        channel.basicConsume(orders, buffer);
        Optional<Delivery> next = buffer.poll(Duration.ofSeconds(5)); // empty when none comes in time
        // end::buffer[]
        handle(next.orElseThrow());
        next.orElseThrow().ack();
        awaitHandled("buffer", channel.channel());
        channel.close();
    }

    private static void awaitHandled(String text, Channel channel) throws InterruptedException {
        Claim.equal(text, HANDLED.poll(10, TimeUnit.SECONDS), "what was handled");
        Stages.await(channel.acknowledged());
    }

    private static void handle(Delivery delivery) {
        HANDLED.add(delivery.message().text());
    }
}
