// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingChannel;
import amqp.blocking.BlockingConnection;
import amqp.blocking.Deliveries;
import amqp.codec.Message;
import amqp.codec.method.ExchangeMethod;
import java.time.Duration;

/** Sends each message to every subscriber: a fanout exchange copies it to all queues that are bound to it. */
public final class PublishSubscribe {
    private static final String NEWS = "examples.news";

    private PublishSubscribe() {}

    public static void main(String[] args) {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel()) {
            // Deleted with its last binding; exchangeDeclare("news", "fanout") declares a durable one.
            channel.exchangeDeclare(ExchangeMethod.Declare.of(NEWS, "fanout").autoDelete(true));

            Deliveries first = subscribe(channel);
            Deliveries second = subscribe(channel);

            channel.publish(NEWS, "", Message.of("it rains"));

            Claim.equal("it rains", next(first), "news of the first subscriber");
            Claim.equal("it rains", next(second), "news of the second subscriber");
            System.out.println("both subscribers got: it rains");
        }
    }

    /** Each subscriber has a queue of its own; what was published before it subscribed, it does not see. */
    private static Deliveries subscribe(BlockingChannel channel) {
        // tag::subscribe[]
        String queue = channel.queueDeclare().queue();
        channel.queueBind(queue, NEWS, "");
        return channel.consume(queue, Duration.ofSeconds(10));
        // end::subscribe[]
    }

    private static String next(Deliveries deliveries) {
        var delivery = deliveries.iterator().next(); // NoSuchElementException when none comes within the 10 s
        delivery.ack();
        return delivery.message().text();
    }
}
