// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.client.Connection;
import amqp.codec.Message;
import amqp.codec.method.QueueMethod;
import amqp.reactor.AmqpReceiver;
import amqp.reactor.AmqpSender;
import amqp.reactor.OutboundMessage;
import amqp.reactor.SendResult;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Publishes with confirms and handles messages as Flux and Mono of Project Reactor. */
public final class Reactive {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Reactive() {}

    public static void main(String[] args) {
        String uri = Arguments.of(args).uri();
        List<String> prices = Flux.usingWhen(
                        Mono.fromCompletionStage(() -> Connection.open(uri)),
                        Reactive::prices,
                        connection -> Mono.fromCompletionStage(connection.close()))
                .collectList()
                .block(PATIENCE);
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
}
