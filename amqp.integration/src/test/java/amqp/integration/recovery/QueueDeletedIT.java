// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.client.Connection;
import amqp.client.ConnectionListener;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.client.RecoveryReport;
import amqp.codec.method.BasicMethod;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Proxies;
import amqp.integration.support.Recovering;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A queue is deleted under a consumer, and then the connection is lost. */
class QueueDeletedIT {

    private static final class Told implements DeliveryHandler, ConnectionListener {
        final CompletableFuture<String> cancelled = new CompletableFuture<>();
        final CompletableFuture<RecoveryReport> recovered = new CompletableFuture<>();

        @Override
        public void onDelivery(Delivery delivery) {}

        @Override
        public void onCancel(String consumerTag) {
            cancelled.complete(consumerTag);
        }

        @Override
        public void onRecovered(RecoveryReport report) {
            recovered.complete(report);
        }
    }

    @OnRabbitMq("it does not tell the consumer")
    void consumerWithoutAQueueDoesNotComeBackAndTheOthersDo(Setup setup) {
        try (var proxy = Proxies.to(setup);
                var session = Session.on(setup)) {
            String deleted = session.sharedQueue();
            String kept = session.sharedQueue();
            var told = new Told();
            Connection connection = Stages.await(Connection.open(
                    Recovering.impatient(setup.optionsVia(proxy.port())).build()));
            connection.addListener(told);
            var channel = Stages.await(connection.openChannel());
            String tag = Stages.await(channel.basicConsume(deleted, told));
            String other = Stages.await(channel.basicConsume(kept, Delivery::ack));
            Stages.await(session.channel().queueDelete(deleted));
            assertEquals(tag, Stages.await(told.cancelled));
            proxy.reset();
            assertEquals(List.of(other), consumers(Stages.await(told.recovered)));
            session.publish("", kept, "a");
            assertEquals(1, session.look(kept).consumerCount());
            Stages.await(connection.close());
        }
    }

    private static List<String> consumers(RecoveryReport report) {
        return report.items().stream()
                .map(RecoveryReport.Item::method)
                .filter(BasicMethod.Consume.class::isInstance)
                .map(method -> ((BasicMethod.Consume) method).consumerTag())
                .toList();
    }
}
