// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.connection.ClosedException;
import amqp.consumer.ConsumerListener;
import amqp.consumer.ConsumerOptions;
import amqp.consumer.ConsumerState;
import amqp.consumer.QueueConsumer;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Recovering;
import amqp.integration.support.Session;
import amqp.integration.support.Stages;
import amqp.reconnection.ReconnectionStrategy;
import amqp.testkit.Await;
import amqp.testkit.broker.RabbitMqNode;
import amqp.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Consumers that stay alive, on a RabbitMQ that waits a second for acknowledgements. */
@Tag("once-per-broker")
@NeedsPrivateRabbitMq
class ConsumerLossIT {
    private static RabbitMqNode node;

    @BeforeAll
    static void start() {
        node = RabbitMqNode.start();
        node.rabbitmqctl(
                "eval",
                "application:set_env(rabbit, consumer_timeout, 1000),"
                        + " application:set_env(rabbit, channel_tick_interval, 200).");
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    private static Session session() {
        return Session.with(
                ConnectionOptions.builder().uri(node.uri().toString()).build());
    }

    private static ConsumerOptions.Builder soon() {
        return ConsumerOptions.builder().restarts(ReconnectionStrategy.fixed(Duration.ofMillis(50)));
    }

    @Test
    void aChannelThatAnAcknowledgementTimeoutClosedIsConsumedFromAgain() {
        try (var session = session()) {
            String queue = session.sharedQueue();
            CompletableFuture<Throwable> lost = new CompletableFuture<>();
            CountDownLatch mayReturn = new CountDownLatch(1);
            List<String> handled = Collections.synchronizedList(new ArrayList<>());
            QueueConsumer consumer = Stages.await(QueueConsumer.start(
                    session.connection(),
                    queue,
                    soon().concurrency(2)
                            .listener(new ConsumerListener() {
                                @Override
                                public void onInterrupted(Throwable why) {
                                    lost.complete(why);
                                }
                            })
                            .build(),
                    delivery -> {
                        handled.add(Session.text(delivery) + (delivery.redelivered() ? " again" : ""));
                        if (!delivery.redelivered()) {
                            Stages.await(mayReturn);
                        }
                    }));
            session.publish("", queue, "slow");
            assertEquals(
                    406,
                    assertInstanceOf(ClosedException.class, Stages.await(lost)).replyCode());
            Await.until(Stages.PATIENCE, () -> handled.size() == 2, handled::toString);
            mayReturn.countDown();
            assertEquals(List.of("slow", "slow again"), handled);
            assertTrue(Stages.await(consumer.stop()).isGraceful());
            assertEquals(0, session.look(queue).messageCount());
        }
    }

    @Test
    void nothingIsLostWithAConnection() {
        try (var session = session();
                var proxy = FaultProxy.to(node.port())) {
            String queue = session.sharedQueue();
            Connection connection = Stages.await(Connection.open(Recovering.impatient(ConnectionOptions.builder()
                            .uri(node.uri().toString())
                            .address("127.0.0.1", proxy.port()))
                    .build()));
            Set<String> handled = ConcurrentHashMap.newKeySet();
            AtomicInteger failures = new AtomicInteger();
            QueueConsumer consumer = Stages.await(QueueConsumer.start(
                    connection,
                    queue,
                    soon().concurrency(4)
                            .retries(3, Duration.ofMillis(5))
                            .orderedBy(delivery -> Session.text(delivery).length())
                            .build(),
                    delivery -> {
                        if (failures.incrementAndGet() % 10 == 0) {
                            throw new IllegalStateException("now and then");
                        }
                        handled.add(Session.text(delivery));
                    }));
            for (int round = 0; round < 5; round++) {
                int from = round * 200;
                session.publish(
                        "",
                        queue,
                        IntStream.range(from, from + 200)
                                .mapToObj(Integer::toString)
                                .toArray(String[]::new));
                proxy.reset();
            }
            Await.until(Stages.PATIENCE, () -> handled.size() == 1_000, () -> handled.size() + " were handled");
            Await.until(
                    Stages.PATIENCE, () -> consumer.state() == ConsumerState.CONSUMING, () -> "" + consumer.state());
            assertTrue(Stages.await(consumer.stop()).isGraceful());
            assertEquals(0, session.look(queue).messageCount());
            Stages.await(connection.close());
        }
    }
}
