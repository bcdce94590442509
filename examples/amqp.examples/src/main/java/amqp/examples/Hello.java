// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

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
            // Named by the broker and deleted with the connection; queueDeclare("orders") makes one that stays.
            String queue = channel.queueDeclare().queue();

            channel.publish("", queue, Message.of("Hello".getBytes(UTF_8)));
            channel.publish("", queue, Message.of("World".getBytes(UTF_8)));

            var received = new ArrayList<String>();
            for (Delivery delivery : channel.consume(queue, Duration.ofSeconds(10))) { // ends after 10 s of silence
                received.add(new String(delivery.body(), UTF_8));
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
