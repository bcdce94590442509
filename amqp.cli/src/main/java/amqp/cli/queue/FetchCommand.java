// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.connection.Session;
import amqp.cli.message.MessageFilter;
import amqp.cli.message.MessageJson;
import amqp.cli.message.MessageText;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.CommandFailedException;
import amqp.client.Delivery;
import amqp.client.Dispatch;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code amqp get} and {@code amqp peek} share: they print messages from the head of a queue. */
abstract class FetchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments connection;

    @Mixin
    private MessageFilter filter;

    @Parameters(paramLabel = "QUEUE", description = "The queue; it must exist.")
    private String queue;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "At most N messages, of those that the queue has when the command begins. Default: 1")
    private long count = 1;

    @Option(
            names = "--json",
            description = "A line for each message, which publish --jsonl reads: exchange, routingKey, deliveryTag,"
                    + " redelivered, properties, and one of body, bodyJson and bodyBase64.")
    private boolean json;

    /** Whether messages that have been printed leave the queue. */
    abstract boolean isAcknowledging();

    @Override
    public final Integer call() {
        Arguments.atLeast(spec, "--count", count, 1);
        Arguments.shortString(spec, "the name of a queue", queue);
        try (Session session = Session.open(connection.options())) {
            Fetching fetching = new Fetching(session.openChannel(Dispatch.EXECUTOR), queue);
            long left = count;
            Optional<Delivery> next = fetching.next(left);
            while (next.isPresent()) {
                if (filter.matches(next.get())) {
                    print(next.get());
                    left--;
                }
                next = fetching.next(left);
            }
            fetching.putBack(spec.commandLine().getErr());
        }
        return 0;
    }

    private void print(Delivery delivery) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? MessageJson.line(delivery) : MessageText.of(delivery));
        if (out.checkError()) { // flushes, too
            throw new CommandFailedException("cannot write to stdout any more; the message stays in the queue");
        }
        if (isAcknowledging()) {
            delivery.ack();
        }
    }
}
