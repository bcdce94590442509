// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.blocking.BlockingConnection;
import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;
import amqp.integration.support.Names;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the first page shows. */
class MainJobIT {
    private static final byte[] BODY = "one order".getBytes(UTF_8);

    @OnEveryBroker
    void synchronously(Setup setup) {
        String orders = Names.fresh("orders");
        List<String> seen = new ArrayList<>();
        try (var connection = BlockingConnection.open(setup.options().build());
                var channel = connection.openChannel()) {
            channel.confirmSelect();
            channel.queueDeclare(orders);
            channel.publish("", orders, Message.of(BasicProperties.persistent(), BODY));
            channel.publish("", orders, Message.of(BasicProperties.persistent(), "another".getBytes(UTF_8)));
            for (Delivery delivery : channel.consume(orders, Stages.PATIENCE)) {
                seen.add(Session.text(delivery));
                assertEquals(2, delivery.properties().deliveryMode());
                delivery.ack();
                if (seen.size() == 2) {
                    break;
                }
            }
            assertEquals(0, channel.queueDelete(orders).messageCount());
        }
        assertEquals(List.of("one order", "another"), seen);
    }

    @OnEveryBroker
    void withStages(Setup setup) {
        var received = new CompletableFuture<Delivery>();
        var verdict = Connection.open(setup.options().build())
                .thenCompose(connection -> connection
                        .openChannel()
                        .thenCompose(channel -> channel.confirmSelect()
                                .thenCompose(ok -> channel.queueDeclare())
                                .thenCompose(queue -> channel.basicConsume(queue.queue(), received::complete)
                                        .thenCompose(tag -> channel.publishConfirmed(
                                                BasicMethod.Publish.of("", queue.queue()), Message.of(BODY))))));
        assertEquals(Verdict.ACKED, Stages.await(verdict));
        Delivery delivery = Stages.await(received);
        assertArrayEquals(BODY, delivery.body());
        delivery.ack();
        Stages.await(delivery.channel().connection().close());
    }
}
