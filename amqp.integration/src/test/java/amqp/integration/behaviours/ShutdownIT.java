// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.blocking.BlockingConnection;
import amqp.client.Delivery;
import amqp.codec.method.BasicMethod;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** A connection that is shut down while it consumes: no message is lost, and on a classic queue none is delivered again. */
class ShutdownIT {
    private static final int MESSAGES = 500;

    @OnRabbitMq("it counts what was sent to a cancelled consumer otherwise")
    void nothingIsLostAndNothingDeliveredAgain(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            session.publish(
                    "",
                    queue,
                    IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toArray(String[]::new));
            List<String> seen = new CopyOnWriteArrayList<>();
            try (var connection = BlockingConnection.open(setup.options().build());
                    var channel = connection.openChannel()) {
                channel.basicQos(50);
                channel.basicConsume(queue, delivery -> {
                    seen.add(Session.text(delivery));
                    delivery.ack();
                });
                Await.until(Stages.PATIENCE, () -> seen.size() > 10, () -> seen + " handled");
                var report = connection.shutdown(Stages.PATIENCE);
                assertTrue(report.isComplete(), report::toString);
                assertEquals(report.reason(), connection.awaitClosed());
            }
            List<String> all = new ArrayList<>(seen);
            var get = BasicMethod.Get.of(queue).noAck(true);
            for (Optional<Delivery> left = Stages.await(session.channel().basicGet(get));
                    left.isPresent();
                    left = Stages.await(session.channel().basicGet(get))) {
                assertFalse(left.get().redelivered(), () -> "delivered again; handled: " + seen.size());
                all.add(Session.text(left.get()));
            }
            assertEquals(
                    IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toList(), all);
        }
    }
}
