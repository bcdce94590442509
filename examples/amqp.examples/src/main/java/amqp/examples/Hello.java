// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.Delivery;
import amqp.codec.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sends messages to a queue and receives them, with the synchronous API. */
public final class Hello {
    private Hello() {}

    public static void main(String[] args) {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel()) {
            // Named by the broker and deleted with the connection; queueDeclare("orders") declares a durable one.
            String queue = channel.queueDeclare().queue();

            channel.publish("", queue, Message.of("Hello"));
            channel.publish("", queue, Message.of("World"));

            var received = new ArrayList<String>();
            for (Delivery delivery :
                    channel.consume(queue, Duration.ofSeconds(10))) { // ends after 10 s without a message
                received.add(delivery.message().text());
                delivery.ack();
                if (received.size() == 2) {
                    break;
                }
            }
            Claim.equal(List.of("Hello", "World"), received, "what was received");
            System.out.println("received " + received);
        }
    }
}
