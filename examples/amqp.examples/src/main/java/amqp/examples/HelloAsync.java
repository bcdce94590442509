// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.codec.Message;
import amqp.connection.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Sends a message to a queue and receives it, with the asynchronous API: no call waits. */
public final class HelloAsync {
    private HelloAsync() {}

    public static void main(String[] args) {
        var received = new CompletableFuture<String>();
        Connection connection =
                Connection.open(Arguments.of(args).uri()).toCompletableFuture().join(); // main waits, for the example
        try {
            Verdict verdict = hello(connection, received).toCompletableFuture().join();
            String text = received.orTimeout(10, TimeUnit.SECONDS).join();
            System.out.println("published: " + verdict + ", received: " + text);
            Claim.equal(Verdict.ACKED, verdict, "the verdict");
        } finally {
            connection.close().toCompletableFuture().join();
        }
    }

    // tag::hello[]
    /** Completes when the broker has the message; the handler runs when it arrives. */
    static CompletionStage<Verdict> hello(Connection connection, CompletableFuture<String> received) {
        return connection
                .openChannel()
                .thenCompose(channel -> channel.confirmSelect()
                        .thenCompose(ok -> channel.queueDeclare()) // the broker makes up a name
                        .thenCompose(queue -> consumeAndPublish(channel, queue.queue(), received)));
    }

    static CompletionStage<Verdict> consumeAndPublish(
            Channel channel, String queue, CompletableFuture<String> received) {
        return channel.basicConsume(queue, delivery -> {
                    delivery.ack();
                    received.complete(delivery.message().text());
                })
                .thenCompose(tag -> channel.publishConfirmed("", queue, Message.of("Hello")));
    }
    // end::hello[]
}
