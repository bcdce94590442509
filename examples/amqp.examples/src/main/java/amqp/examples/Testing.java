// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingChannel;
import amqp.blocking.BlockingConnection;
import amqp.client.DeliveryHandler;
import amqp.codec.Message;
import amqp.test.Handled;
import amqp.test.TestBroker;
import java.time.Duration;
import java.util.List;

/** Tries an application without a broker: amqp.test has one that runs in the JVM of the tests. */
public final class Testing {
    private Testing() {}

    public static void main(String[] args) {
        Claim.equal(List.of("book"), published(), "what waits in the queue");
        Claim.equal(Handled.Outcome.ACKNOWLEDGED, handled(), "what the handler did");
        Claim.equal(0, expired(), "what waits after a minute");
        System.out.println("tested a publisher, a handler and an expiry, without a broker");
    }

    private static List<String> published() {
        // tag::publish[]
        try (TestBroker broker = TestBroker.start();
                BlockingConnection connection = BlockingConnection.open(broker.options())) {
            BlockingChannel orders = connection.openChannel();
            orders.queueDeclare("orders");
            orders.confirmSelect();
            orders.publish("", "orders", Message.of("book")); // what your application does
            return broker.queue("orders").texts(); // [book]
        }
        // end::publish[]
    }

    private static Handled.Outcome handled() {
        // tag::handler[]
        try (TestBroker broker = TestBroker.start()) {
            DeliveryHandler handler = delivery -> delivery.ack(); // the one of your application
            Handled handled = broker.handle(handler, Message.of("book"), Duration.ofSeconds(5));
            return handled.outcome(); // ACKNOWLEDGED, REJECTED, REQUEUED or NONE
        }
        // end::handler[]
    }

    private static int expired() {
        // tag::time[]
        try (TestBroker broker = TestBroker.builder().virtualTime().start();
                BlockingConnection connection = BlockingConnection.open(broker.options())) {
            BlockingChannel channel = connection.openChannel();
            channel.queueDeclare("orders");
            channel.confirmSelect();
            channel.publish("", "orders", Message.of("book").expiration(Duration.ofSeconds(30)));
            broker.advance(Duration.ofMinutes(1)); // takes no time
            return broker.queue("orders").size(); // 0
        }
        // end::time[]
    }
}
