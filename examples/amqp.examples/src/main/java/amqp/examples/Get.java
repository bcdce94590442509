// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.Delivery;
import amqp.codec.Message;

/** Fetches single messages from a queue, and gives one back; for many messages, consuming is much faster. */
public final class Get {
    private Get() {}

    public static void main(String[] args) {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel()) {
            String queue = channel.queueDeclare().queue();
            Claim.equal(true, channel.basicGet(queue).isEmpty(), "an empty queue gives nothing");

            channel.confirmSelect(); // when the publish returns, the message is in the queue
            channel.publish("", queue, Message.of("the only one"));

            // tag::get[]
            Delivery message = channel.basicGet(queue).orElseThrow();
            message.nack(true); // back to the queue

            Delivery again = channel.basicGet(queue).orElseThrow();
            again.ack(); // again.redelivered() is true
            // end::get[]
            Claim.equal(true, again.redelivered(), "it was delivered before");

            Claim.equal(true, channel.basicGet(queue).isEmpty(), "what is acknowledged is gone");
            System.out.println("got \"" + again.message().text() + "\", gave it back, got it again");
        }
    }
}
