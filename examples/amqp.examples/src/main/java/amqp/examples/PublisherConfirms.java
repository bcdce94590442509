// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import amqp.blocking.BlockingConnection;
import amqp.client.ChannelOptions;
import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ConfirmCounts;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes messages and hears from the broker that it has each of them: one by one, then a thousand at once. */
public final class PublisherConfirms {
    private static final int MESSAGES = 1000;

    /** As many may be on their way without a verdict; publishing waits then. */
    private static final int WINDOW = 200;

    private PublisherConfirms() {}

    public static void main(String[] args) {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel(
                        ChannelOptions.builder().publishWindow(WINDOW).build())) {
            String queue = channel.queueDeclare().queue();
            channel.confirmSelect();

            // One by one: returns once the broker has the message, and throws when it does not take it.
            channel.publish("", queue, Message.of(BasicProperties.persistent(), body(0)));

            // Many: each verdict is heard when it comes. This callback runs on the I/O thread and must not block.
            var acked = new AtomicInteger();
            var publish = BasicMethod.Publish.of("", queue).mandatory(true);
            for (int i = 1; i <= MESSAGES; i++) {
                channel.publishConfirmed(publish, Message.of(BasicProperties.persistent(), body(i)))
                        .thenAccept(verdict -> {
                            if (verdict == Verdict.ACKED) {
                                acked.incrementAndGet();
                            } // otherwise NACKED, RETURNED or UNKNOWN: publish again, or tell somebody
                        });
            }

            // Or no callback at all, and one wait for all.
            ConfirmCounts counts = channel.waitForConfirms(Duration.ofSeconds(30));

            Claim.equal(MESSAGES, acked.get(), "messages that the broker took");
            Claim.equal(true, counts.allAcked(), "all were taken");
            System.out.println("the broker took " + counts.acked() + " messages");
        }
    }

    private static byte[] body(int number) {
        return ("message " + number).getBytes(UTF_8);
    }
}
