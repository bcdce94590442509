// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.client.Stages;
import amqp.codec.Message;
import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import amqp.reactor.AmqpReceiver;
import amqp.reactor.AmqpSender;
import amqp.reactor.OutboundMessage;
import amqp.reactor.SendResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Publishes with confirms and handles messages as Flux and Mono of Project Reactor. */
public final class Reactive {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final CountDownLatch BOOKED = new CountDownLatch(2);

    private Reactive() {}

    public static void main(String[] args) throws InterruptedException {
        String uri = Arguments.of(args).uri();
        // tag::using[]
        List<String> prices = Flux.usingWhen(
                        Mono.fromCompletionStage(() -> Connection.open(uri)),
                        Reactive::prices,
                        connection -> Mono.fromCompletionStage(connection.close()))
                .collectList()
                .block(PATIENCE);
        // end::using[]
        Connection connection = Stages.await(Connection.open(uri));
        try {
            more(connection);
        } finally {
            Stages.await(connection.close());
        }
        Claim.equal(List.of("espresso 2", "latte 3", "mocha 4"), prices, "the prices");
        System.out.println("the broker took three and gave " + prices);
    }

    private static Flux<String> prices(Connection connection) {
        var sender = AmqpSender.of(connection);
        var receiver = AmqpReceiver.of(connection);
        Flux<String> menu = Flux.just("espresso", "latte", "mocha");
        // A queue of this connection alone is named by the broker; it is gone with the connection.
        return sender.execute(channel ->
                        channel.queueDeclare(QueueMethod.Declare.of("").exclusive(true)))
                .flatMapMany(declared -> sender.sendAll(
                                menu.map(drink -> OutboundMessage.of("", declared.queue(), Message.of(drink))))
                        .filter(SendResult::isAcked)
                        .count()
                        .thenMany(receiver.handle(
                                declared.queue(),
                                1,
                                delivery -> Mono.just(delivery.message().text()).map(Reactive::priced))))
                .take(3);
    }

    private static String priced(String drink) {
        return drink + " " + (drink.charAt(0) == 'e' ? 2 : drink.charAt(0) == 'l' ? 3 : 4);
    }

    /** A queue of this connection alone, which is gone with it. */
    private static void more(Connection connection) throws InterruptedException {
        AmqpSender sender = AmqpSender.of(connection);
        // tag::execute[]
        var exclusive = QueueMethod.Declare.of("").exclusive(true); // the broker makes up a name
        Mono<String> declared =
                sender.execute(commands -> commands.queueDeclare(exclusive)).map(reply -> reply.queue());
        // end::execute[]
        String queue = declared.block(PATIENCE);
        Claim.equal("one espresso", simple(connection, queue), "what was received");
        Claim.equal(0L, publish(sender, queue, Flux.just("a", "b")).block(PATIENCE), "not taken");
        Disposable bookings = bookings(AmqpReceiver.of(connection), queue).subscribe();
        Claim.equal(true, BOOKED.await(10, TimeUnit.SECONDS), "both are booked");
        bookings.dispose();
    }

    private static String simple(Connection connection, String queue) {
        // tag::simple[]
        AmqpSender sender = AmqpSender.of(connection);
        AmqpReceiver receiver = AmqpReceiver.of(connection);

        Mono<Verdict> sent = sender.send("", queue, Message.of("one espresso").persistent());
        Flux<String> received = receiver.receive(queue).map(delivery -> {
            delivery.ack();
            return delivery.message().text();
        });
        // end::simple[]
        return sent.thenMany(received).blockFirst(PATIENCE);
    }

    // tag::handle[]
    /** Handles up to 16 messages at once; each is acknowledged when its Mono completes. */
    static Flux<Void> bookings(AmqpReceiver receiver, String queue) {
        Retry later = Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1));
        return receiver.handle(queue, 16, Reactive::bookWithRetries)
                .retryWhen(later); // consumes again, for instance when the queue was deleted
    }

    static Mono<Void> bookWithRetries(Delivery delivery) {
        return book(delivery)
                .retryWhen(Retry.backoff(3, Duration.ofSeconds(1))) // the message stays here meanwhile
                .onErrorResume(failure -> Mono.empty()); // log it; the message is acknowledged all the same
    }
    // end::handle[]

    private static Mono<Void> book(Delivery delivery) {
        return Mono.fromRunnable(BOOKED::countDown);
    }

    // tag::publish[]
    /** Emits how many messages the broker did not take. */
    static Mono<Long> publish(AmqpSender sender, String queue, Flux<String> texts) {
        return sender.sendAll(texts.map(
                        text -> OutboundMessage.of("", queue, Message.of(text)).mandatory()))
                .filter(result -> !result.isAcked()) // with the message, to log it or send it again
                .count();
    }
    // end::publish[]
}
