// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.Delivery;
import amqp.codec.Message;

/** Acknowledges a message and publishes another, both or neither; where confirms are enough, they are much faster. */
public final class Transactions {
    private Transactions() {}

    public static void main(String[] args) {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel()) {
            String orders = channel.queueDeclare().queue();
            String invoices = channel.queueDeclare().queue();

            channel.txSelect(); // from now on, publishes and acknowledgements count when they are committed
            channel.publish("", orders, Message.of("an order").persistent());
            channel.txCommit();

            Delivery order = channel.basicGet(orders).orElseThrow();
            channel.publish("", invoices, Message.of(order.body()).persistent());
            order.ack();
            channel.txRollback(); // neither has happened
            Claim.equal(true, channel.basicGet(invoices).isEmpty(), "no invoice after the rollback");

            // tag::commit[]
            channel.publish("", invoices, Message.of(order.body()).persistent());
            order.ack(); // a rollback does not requeue: the message is still ours
            channel.txCommit(); // both have happened
            // end::commit[]
            Claim.equal(true, channel.basicGet(invoices).isPresent(), "an invoice after the commit");
            Claim.equal(true, channel.basicGet(orders).isEmpty(), "no order after the commit");
            System.out.println("nothing happened by the rollback, everything by the commit");
        }
    }
}
