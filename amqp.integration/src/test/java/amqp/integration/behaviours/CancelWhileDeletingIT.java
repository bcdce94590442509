// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.integration.support.Names;
import amqp.integration.support.OnPrivateRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * A consumer is cancelled while its queue is deleted. For a quorum queue RabbitMQ sends its own basic.cancel, then two
 * cancel-oks for ours, or only one, as it happens; whatever it sends, the consumer ends and the connection goes on.
 */
class CancelWhileDeletingIT {
    private static final int TIMES = 60;
    private static final long SEED = 11;

    @OnPrivateRabbitMq
    void classicQueue(Setup setup) {
        deleteWhileCancelling(setup, "classic");
    }

    @OnPrivateRabbitMq
    void quorumQueue(Setup setup) {
        deleteWhileCancelling(setup, "quorum");
    }

    private static void deleteWhileCancelling(Setup setup, String type) {
        var random = new Random(SEED);
        try (var session = Session.on(setup)) {
            var other = session.openChannel();
            for (int i = 0; i < TIMES; i++) {
                String queue = Names.fresh("cancelled");
                Stages.await(
                        other.queueDeclare(QueueMethod.Declare.durable(queue).queueType(type)));
                var ends = new Ends();
                String tag = Stages.await(session.channel().basicConsume(BasicMethod.Consume.of(queue), ends));
                var deleted = other.queueDelete(queue);
                LockSupport.parkNanos(random.nextInt(4_000_000)); // to meet the deletion at any step of it
                assertEquals(
                        tag, Stages.await(session.channel().basicCancel(tag)).consumerTag());
                Stages.await(deleted);
                Stages.await(ends.told);
                Stages.await(session.channel().queueDeclare()); // behind a second cancel-ok
            }
            assertTrue(session.channel().isOpen());
        }
    }

    /** By either side. */
    private static final class Ends implements DeliveryHandler {
        final CountDownLatch told = new CountDownLatch(1);

        @Override
        public void onDelivery(Delivery delivery) {}

        @Override
        public void onCancel(String consumerTag) {
            told.countDown();
        }

        @Override
        public void onCancelOk(String consumerTag) {
            told.countDown();
        }
    }
}
