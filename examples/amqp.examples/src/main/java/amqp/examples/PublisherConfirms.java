// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.ChannelOptions;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ConfirmCounts;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes in confirm mode: the broker says of each message whether it has it. One message first, then a thousand. */
public final class PublisherConfirms {
    private static final int MESSAGES = 1000;

    /** As many may be without a verdict; publishing waits then. */
    private static final int WINDOW = 200;

    private PublisherConfirms() {}

    public static void main(String[] args) {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel(
                        ChannelOptions.builder().publishWindow(WINDOW).build())) {
            String queue = channel.queueDeclare().queue();
            channel.confirmSelect();

            // tag::one[]
            // One: returns once the broker has the message, and throws when it does not take it.
            channel.publish("", queue, Message.of("message 0").persistent());
            // end::one[]

            // tag::many[]
            // Many: returns once there is room, and the stage completes with the verdict. Functions that are attached
            // to the stage run on the I/O thread and must not block.
            var acked = new AtomicInteger();
            var publish = BasicMethod.Publish.of("", queue).mandatory(true);
            for (int i = 1; i <= MESSAGES; i++) {
                channel.publishConfirmed(publish, Message.of("message " + i).persistent())
                        .thenAccept(verdict -> {
                            if (verdict == Verdict.ACKED) {
                                acked.incrementAndGet();
                            } // otherwise NACKED or RETURNED: publish again, or report it
                        }); // the stage fails with UnconfirmedException when the channel ends first
            }

            // Then, or instead of looking at each verdict: one wait for all.
            ConfirmCounts counts = channel.waitForConfirms(Duration.ofSeconds(30));
            // end::many[]

            Claim.equal(MESSAGES, acked.get(), "messages that the broker took");
            Claim.equal(true, counts.allAcked(), "all were taken");
            System.out.println("the broker took " + counts.acked() + " messages");
        }
    }
}
