// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.blocking.BlockingChannel;
import amqp.blocking.BlockingConnection;
import amqp.blocking.PublishFailedException;
import amqp.client.ConnectionListener;
import amqp.client.RecoveryReport;
import amqp.codec.Message;
import amqp.codec.method.QueueMethod;
import amqp.integration.support.Brokers;
import amqp.integration.support.Names;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Setups;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import amqp.testkit.broker.RabbitMqNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Nothing is set but the address: a restart of the broker fails no publish but the one that was on its way. */
@NeedsPrivateRabbitMq
class RestartByDefaultIT {
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void publishesRideOutARestart() {
        var setup = Setups.on(List.of(Brokers.restartableBroker())).findFirst().orElseThrow();
        RabbitMqNode node = Brokers.restartable();
        String queue = Names.fresh("queue");
        CompletableFuture<RecoveryReport> back = new CompletableFuture<>();
        try (var connection = BlockingConnection.open(setup.options().build());
                var channel = connection.openChannel()) {
            connection.addListener(new ConnectionListener() {
                @Override
                public void onRecovered(RecoveryReport report) {
                    back.complete(report);
                }
            });
            channel.queueDeclare(queue);
            channel.confirmSelect();
            CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> publish(channel, queue));
            awaitMore();
            node.restart();
            assertTrue(Stages.await(back).isComplete());
            awaitMore();
            over.set(true);
            assertNull(Stages.await(publisher), "no publish failed otherwise");
            assertTrue(unknown.get() <= 1, unknown + " publishes failed");
            long kept = channel.queueDeclare(QueueMethod.Declare.of(queue)).messageCount();
            assertTrue(kept >= published.get(), kept + " of " + published + " messages are there");
            assertEquals(kept, channel.queueDelete(queue).messageCount());
        }
    }

    /** One at a time, as fast as they are confirmed. */
    private void publish(BlockingChannel channel, String queue) {
        while (!over.get()) {
            try {
                channel.publish("", queue, Message.of("x").persistent());
                published.incrementAndGet();
            } catch (PublishFailedException onItsWay) {
                unknown.incrementAndGet();
            }
        }
    }

    private void awaitMore() {
        int before = published.get();
        Await.until(Stages.PATIENCE, () -> published.get() > before + 100, () -> published + " published");
    }
}
