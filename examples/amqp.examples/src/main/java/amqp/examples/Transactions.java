// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import amqp.blocking.BlockingConnection;
import amqp.client.Delivery;
import amqp.codec.BasicProperties;
import amqp.codec.Message;

/** Takes a message and publishes what follows from it, both or neither; confirms are much quicker where they do. */
public final class Transactions {
    private Transactions() {}

    public static void main(String[] args) {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel()) {
            String orders = channel.queueDeclare().queue();
            String invoices = channel.queueDeclare().queue();

            channel.txSelect(); // from now on, publishes and acknowledgements count when they are committed
            channel.publish("", orders, Message.of(BasicProperties.persistent(), "an order".getBytes(UTF_8)));
            channel.txCommit();

            Delivery order = channel.basicGet(orders).orElseThrow();
            channel.publish("", invoices, Message.of(BasicProperties.persistent(), order.body()));
            order.ack();
            channel.txRollback(); // neither has happened
            Claim.equal(true, channel.basicGet(invoices).isEmpty(), "no invoice after the rollback");

            channel.publish("", invoices, Message.of(BasicProperties.persistent(), order.body()));
            order.ack(); // a rollback does not requeue: the message is still ours
            channel.txCommit(); // both have happened
            Claim.equal(true, channel.basicGet(invoices).isPresent(), "an invoice after the commit");
            Claim.equal(true, channel.basicGet(orders).isEmpty(), "no order after the commit");
            System.out.println("nothing happened by the rollback, everything by the commit");
        }
    }
}
