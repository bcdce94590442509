// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingChannel;
import amqp.blocking.BlockingConnection;
import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.client.Stages;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.connection.ConfirmCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Publishes single messages and batches, with properties, to a queue and to an exchange. */
public final class Publishing {
    private static final String SHOP = "examples.shop";

    private Publishing() {}

    public static void main(String[] args) {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel()) {
            String queue = channel.queueDeclare().queue();
            // tag::declare[]
            // This exchange is deleted with its last binding. A durable one: channel.exchangeDeclare("shop", "topic")
            channel.exchangeDeclare(ExchangeMethod.Declare.of(SHOP, "topic").autoDelete(true));
            channel.queueBind(
                    queue, SHOP, "order.#"); // the queue gets what is published with order.new, order.paid.card, …
            // end::declare[]
            channel.confirmSelect();

            toQueueAndExchange(channel, queue);
            ConfirmCounts counts = batch(channel.channel(), queue);
            Claim.equal(true, counts.allAcked(), "the whole batch was taken");

            Delivery first = channel.basicGet(queue).orElseThrow();
            Claim.equal("application/json", first.properties().contentType(), "the content type");
            System.out.println("published 2 messages and a batch of " + counts.acked());
        }
    }

    private static void toQueueAndExchange(BlockingChannel channel, String queue) {
        // tag::message[]
        Message order = Message.of("{\"drink\": \"espresso\"}") // a String as UTF-8, or a byte[]
                .contentType("application/json")
                .persistent() // survives a restart of the broker, in a durable queue
                .messageId("order-17")
                .header("attempt", 1)
                .expiration(Duration.ofMinutes(10));
        // end::message[]
        // tag::publish[]
        // To a queue, by the default exchange: the routing key is the name of the queue.
        channel.publish("", queue, order);
        // To an exchange, and so to each queue with a matching binding.
        channel.publish(SHOP, "order.new", order);
        // end::publish[]
    }

    private static ConfirmCounts batch(Channel channel, String queue) {
        // tag::batch[]
        List<Message> orders = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            orders.add(Message.of("order " + i).persistent());
        }
        ConfirmCounts counts = Stages.await(channel.publishAllConfirmed(BasicMethod.Publish.of("", queue), orders));
        System.out.println(counts.acked() + " of " + orders.size() + " were confirmed");
        // end::batch[]
        return counts;
    }
}
