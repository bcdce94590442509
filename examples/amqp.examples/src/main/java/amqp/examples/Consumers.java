// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.Delivery;
import amqp.client.Stages;
import amqp.codec.Message;
import amqp.consumer.ConsumerEnd;
import amqp.consumer.ConsumerListener;
import amqp.consumer.ConsumerOptions;
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

    // tag::listener[]
    static final class Interruptions implements ConsumerListener {
        @Override
        public void onInterrupted(Throwable why) {
            System.err.println("no messages for now: " + why.getMessage()); // the consumer starts again by itself
        }

        @Override
        public void onFailed(Delivery delivery, int attempts, Throwable why) {
            System.err.println("put aside after " + attempts + " attempts: "
                    + delivery.message().text());
        }
    }
    // end::listener[]

    private final Map<String, List<String>> booked = new ConcurrentHashMap<>();
    private final CountDownLatch five = new CountDownLatch(5);

    public static void main(String[] args) throws InterruptedException {
        new Consumers().run(Arguments.of(args).uri());
    }

    private void run(String uri) throws InterruptedException {
        try (var connection = BlockingConnection.open(uri);
                var channel = connection.openChannel()) {
            String bookings = channel.queueDeclare().queue();
            String failed = channel.queueDeclare().queue();
            channel.confirmSelect();
            for (String booking : List.of("anna +5", "ben +7", "anna -3", "anna broken", "ben -7", "anna +1")) {
                String[] words = booking.split(" ");
                channel.publish("", bookings, Message.of(words[1]).header("account", words[0]));
            }

            // tag::options[]
            ConsumerOptions options = ConsumerOptions.builder()
                    .concurrency(4) // handlers at once
                    .orderedBy(delivery -> delivery.properties().headers().get("account")) // in order for each account
                    .retries(2, Duration.ofMillis(100))
                    .publishFailed("", failed) // what fails for good goes to this queue
                    .listener(new Interruptions())
                    .build();
            QueueConsumer consumer =
                    Stages.await(QueueConsumer.start(connection.connection(), bookings, options, delivery -> {
                        book(delivery); // acknowledged when it returns, called again when it throws
                    }));
            // end::options[]

            Claim.equal(true, five.await(10, TimeUnit.SECONDS), "five are booked");
            // tag::stop[]
            ConsumerEnd end = Stages.await(consumer.stop(Duration.ofSeconds(20))); // waits for handlers and retries
            System.out.println(end.unfinished() + " messages were not done in time");
            // end::stop[]
            Claim.equal(0, end.unfinished(), "what was not done");
            Claim.equal(Map.of("anna", List.of("+5", "-3", "+1"), "ben", List.of("+7", "-7")), booked, "the bookings");
            Delivery broken = channel.basicGet(failed).orElseThrow();
            System.out.println(
                    "booked in order " + booked.get("anna") + " and " + booked.get("ben") + ", and put aside \""
                            + account(broken) + " " + broken.message().text() + "\"");
        }
    }

    private void book(Delivery delivery) {
        String amount = delivery.message().text();
        Integer.parseInt(amount); // throws for what is no number
        booked.computeIfAbsent(account(delivery), account -> new CopyOnWriteArrayList<>())
                .add(amount);
        five.countDown();
    }

    private static String account(Delivery delivery) {
        return delivery.properties().headers().get("account").asString();
    }
}
