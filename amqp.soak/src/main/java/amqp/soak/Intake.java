// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.connection.ClosedException;

/** A consumer that acknowledges each message and tells the account of it. */
final class Intake implements DeliveryHandler {
    private static final int PREFETCH = 50;

    private final Account account;
    private final Outages outages = new Outages();
    private volatile int received;

    Intake(Connection connection, String queue, Account account) {
        this.account = account;
        connection.addListener(outages);
        var channel = Waits.await(connection.openChannel());
        Waits.await(channel.basicQos(PREFETCH));
        Waits.await(channel.basicConsume(queue, this));
    }

    @Override
    public void onDelivery(Delivery delivery) {
        account.consumed(delivery.body(), delivery.redelivered());
        received++; // one at a time
        outages.message();
        try {
            delivery.ack();
        } catch (ClosedException lost) {
            // It comes again.
        }
    }

    int received() {
        return received;
    }

    Outages outages() {
        return outages;
    }
}
