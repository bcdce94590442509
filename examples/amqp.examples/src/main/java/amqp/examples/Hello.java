// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingChannel;
import amqp.blocking.BlockingConnection;
import amqp.client.Delivery;
import amqp.codec.Message;
import java.time.Duration;

/** Sends messages to a queue and receives them, with the synchronous API. */
public final class Hello {
    private Hello() {}

    public static void main(String[] args) {
        String uri = Arguments.of(args).uri();
        // tag::hello[]
        // The URI is, for instance, amqp://guest:guest@localhost
        try (BlockingConnection connection = BlockingConnection.open(uri);
                BlockingChannel channel = connection.openChannel()) {
            channel.queueDeclare("greetings"); // does nothing when it exists
            channel.confirmSelect(); // publish returns once the broker has the message
            channel.publish("", "greetings", Message.of("Hello").persistent());
            channel.publish("", "greetings", Message.of("World").persistent());

            // Ends after two seconds without a message.
            for (Delivery delivery : channel.consume("greetings", Duration.ofSeconds(2))) {
                System.out.println("received " + delivery.message().text());
                delivery.ack(); // the broker deletes the message
            }
        }
        // end::hello[]
        try (var connection = BlockingConnection.open(uri);
                var channel = connection.openChannel()) {
            Claim.equal(0L, channel.queueDelete("greetings").messageCount(), "messages that were not received");
        }
    }
}
