// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.Connection;
import amqp.client.Stages;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.consumer.ConsumerOptions;
import amqp.consumer.QueueConsumer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Handles messages in batches, for instance to write a hundred rows in one transaction. */
public final class Batches {
    private static final int ORDERS = 250;

    private Batches() {}

    public static void main(String[] args) throws InterruptedException {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel()) {
            String orders = channel.queueDeclare().queue();
            channel.confirmSelect();
            channel.publishAll(
                    BasicMethod.Publish.of("", orders),
                    IntStream.range(0, ORDERS)
                            .mapToObj(i -> Message.of("order " + i))
                            .toList());

            var stored = new CountDownLatch(ORDERS);
            QueueConsumer consumer = consume(connection.connection(), orders, stored);
            Claim.equal(true, stored.await(10, TimeUnit.SECONDS), "all orders are stored");
            Claim.equal(0, Stages.await(consumer.stop()).unfinished(), "what was not done");
            System.out.println("stored " + ORDERS + " orders in batches of up to 100");
        }
    }

    private static QueueConsumer consume(Connection connection, String orders, CountDownLatch stored) {
        // tag::batches[]
        ConsumerOptions options = ConsumerOptions.builder()
                .batchSize(100) // at most
                .batchTimeout(Duration.ofMillis(500)) // a smaller batch, when its first message has waited as long
                .build();
        QueueConsumer consumer = Stages.await(QueueConsumer.startBatches(connection, orders, options, batch -> {
            store(batch.stream().map(delivery -> delivery.message().text()).toList());
            batch.forEach(delivery -> stored.countDown());
        })); // all messages of the batch are acknowledged when the handler returns, and retried when it throws
        // end::batches[]
        return consumer;
    }

    private static void store(List<String> orders) {
        Claim.equal(true, orders.size() <= 100, "the size of a batch");
    }
}
