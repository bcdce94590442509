// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.codec.Message;
import amqp.consumer.ConsumerEnd;
import amqp.consumer.ConsumerOptions;
import amqp.consumer.MessageHandler;
import amqp.consumer.QueueConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Handles messages several at once, those of an account in order, and puts what fails for good into an error queue. */
public final class Consumers {
    private Consumers() {}

    public static void main(String[] args) throws InterruptedException {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel()) {
            String bookings = channel.queueDeclare().queue();
            String failed = channel.queueDeclare().queue();
            channel.confirmSelect();
            for (String booking : List.of("anna +5", "ben +7", "anna -3", "anna broken", "ben -7", "anna +1")) {
                channel.publish("", bookings, Message.of(booking));
            }

            Map<String, List<String>> booked = new ConcurrentHashMap<>();
            var five = new CountDownLatch(5);
            MessageHandler book = delivery -> {
                String[] words = delivery.message().text().split(" ");
                Integer.parseInt(words[1]); // a handler that throws has failed
                booked.computeIfAbsent(words[0], account -> new CopyOnWriteArrayList<>())
                        .add(words[1]);
                five.countDown();
            };
            ConsumerOptions options = ConsumerOptions.builder()
                    .concurrency(4)
                    .orderedBy(delivery -> delivery.message().text().split(" ")[0])
                    .retries(2, Duration.ofMillis(100))
                    .publishFailed("", failed)
                    .build();
            QueueConsumer consumer = QueueConsumer.start(connection.connection(), bookings, options, book)
                    .toCompletableFuture()
                    .join();

            Claim.equal(true, five.await(10, TimeUnit.SECONDS), "five are booked");
            ConsumerEnd end = consumer.stop().toCompletableFuture().join(); // waits for handlers and retries
            Claim.equal(0, end.unfinished(), "what was not done");
            Claim.equal(Map.of("anna", List.of("+5", "-3", "+1"), "ben", List.of("+7", "-7")), booked, "the bookings");
            String broken = channel.basicGet(failed).orElseThrow().message().text();
            System.out.println("booked in order " + booked.get("anna") + " and " + booked.get("ben")
                    + ", and put aside \"" + broken + "\"");
        }
    }
}
