// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.codec.method.QueueMethod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Declares five hundred queues without waiting for one reply before the next: a few round trips instead of 500. */
public final class PipelinedSetup {
    private static final int QUEUES = 500;

    private PipelinedSetup() {}

    public static void main(String[] args) {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var blocking = connection.openChannel(
                        ChannelOptions.builder().pipelined(true).build())) {
            Channel channel = blocking.channel();
            // tag::pipelined[]
            List<CompletableFuture<QueueMethod.DeclareOk>> declared = new ArrayList<>();
            for (int i = 0; i < QUEUES; i++) {
                declared.add(channel.queueDeclare().toCompletableFuture());
            }
            // When one is refused, the channel closes, and those behind it fail with its reason.
            CompletableFuture.allOf(declared.toArray(CompletableFuture[]::new)).join();
            // end::pipelined[]

            var names = new HashSet<String>();
            declared.forEach(ok -> names.add(ok.join().queue()));
            Claim.equal(QUEUES, names.size(), "queues");
            System.out.println("declared " + names.size() + " queues");
        }
    }
}
