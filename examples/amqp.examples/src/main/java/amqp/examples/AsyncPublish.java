// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Connection;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ConfirmCounts;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Publishes with the asynchronous API, where no call blocks: a publisher that is too fast goes on when there is room. */
public final class AsyncPublish {
    private static final int MESSAGES = 1000;

    /** As many may be without a verdict; beyond, there is no room. */
    private static final int WINDOW = 100;

    private AsyncPublish() {}

    /** Only the main thread waits, for the end of it all. */
    public static void main(String[] args) {
        Connection connection =
                Connection.open(Arguments.of(args).uri()).toCompletableFuture().join();
        try {
            ConfirmCounts counts = connection
                    .openChannel(ChannelOptions.builder().publishWindow(WINDOW).build())
                    .thenCompose(AsyncPublish::run)
                    .toCompletableFuture()
                    .join();
            Claim.equal(true, counts.allAcked(), "all were taken");
            System.out.println("the broker took " + counts.acked() + " messages, and no thread waited for it");
        } finally {
            connection.close().toCompletableFuture().join();
        }
    }

    private static CompletionStage<ConfirmCounts> run(Channel channel) {
        return channel.confirmSelect()
                .thenCompose(ok -> channel.queueDeclare())
                .thenCompose(declared -> publishOne(channel, declared.queue())
                        .thenCompose(verdict -> publishMany(channel, declared.queue(), messages())))
                .thenCompose(sent -> channel.allConfirmed(Duration.ofSeconds(30)));
    }

    /** The stage completes with the broker's verdict, ACKED, NACKED or RETURNED; it fails where there is none, and says why. */
    private static CompletionStage<Verdict> publishOne(Channel channel, String queue) {
        return channel.publishConfirmed("", queue, Message.of("the first").persistent());
    }

    // tag::drain[]
    /** Publishes while there is room, and goes on when there is room again; completes when the last one is on its way. */
    private static CompletionStage<Void> publishMany(Channel channel, String queue, Queue<Message> messages) {
        var publish = BasicMethod.Publish.of("", queue);
        while (!messages.isEmpty()) {
            if (!channel.tryPublish(publish, messages.peek())) {
                return channel.writable().thenCompose(room -> publishMany(channel, queue, messages));
            }
            messages.remove();
        }
        return CompletableFuture.completedFuture(null);
    }
    // end::drain[]

    private static Queue<Message> messages() {
        var messages = new ArrayDeque<Message>();
        for (int i = 1; i <= MESSAGES; i++) {
            messages.add(Message.of("message " + i).persistent());
        }
        return messages;
    }
}
