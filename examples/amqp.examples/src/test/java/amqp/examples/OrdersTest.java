// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.blocking.BlockingConnection;
import amqp.codec.Message;
import amqp.test.TestBroker;
import amqp.test.TestBrokerExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of an application, as the page about testing shows it. */
// tag::junit[]
@ExtendWith(TestBrokerExtension.class)
class OrdersTest {
    @Test
    void ordersWaitInTheirQueue(TestBroker broker) { // a broker of its own for each test
        try (var connection = BlockingConnection.open(broker.options());
                var channel = connection.openChannel()) {
            channel.queueDeclare("orders");
            boolean routed = broker.publish("", "orders", Message.of("book")); // as another application would
            assertTrue(routed);
            assertEquals(List.of("book"), broker.queue("orders").texts());
        }
    }
}
// end::junit[]
