// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.blocking.PublishFailedException;
import amqp.client.Returned;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Finds out about messages that no queue takes: a mandatory one is returned instead of being dropped. */
public final class Returns {
    private static final BasicMethod.Publish NOWHERE =
            BasicMethod.Publish.of("", "examples.no-such-queue").mandatory(true);

    private Returns() {}

    public static void main(String[] args) {
        var message = Message.of("is anybody there?");
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel()) {
            // Without confirms: a listener gets it, some time later. It runs on the connection's executor.
            var cameBack = new CompletableFuture<Returned>();
            channel.onReturn(cameBack::complete);
            channel.publish(NOWHERE, message);
            Returned returned = cameBack.orTimeout(10, TimeUnit.SECONDS).join();
            Claim.equal(312, returned.replyCode(), "NO_ROUTE");

            // tag::mandatory[]
            // With confirms: the publish itself fails.
            channel.confirmSelect();
            try {
                channel.publish(NOWHERE, message);
                throw new IllegalStateException("the broker took a message that has no queue");
            } catch (PublishFailedException e) {
                Claim.equal(Verdict.RETURNED, e.verdict(), "the verdict");
                System.out.println(e.getMessage());
            }
            // end::mandatory[]
        }
    }
}
