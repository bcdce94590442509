// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.connection.Session;
import amqp.cli.consume.MessageSink;
import amqp.cli.consume.OutputArguments;
import amqp.cli.message.MessageFilter;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.CommandFailedException;
import amqp.client.Delivery;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code amqp get} and {@code amqp peek} share: they print messages from the head of a queue, or write them to files. */
abstract class FetchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments connection;

    @Mixin
    private MessageFilter filter;

    @Mixin
    private OutputArguments output;

    @Parameters(paramLabel = "QUEUE", description = "The queue; it must exist.")
    private String queue;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "At most N messages, of those that the queue has when the command begins. Default: 1")
    private long count = 1;

    /** Whether messages that have been printed or written leave the queue. */
    abstract boolean isAcknowledging();

    @Override
    public final Integer call() {
        Arguments.atLeast(spec, "--count", count, 1);
        Arguments.shortString(spec, "the name of a queue", queue);
        try (MessageSink sink = output.open()) {
            fetch(sink);
        }
        return 0;
    }

    private void fetch(MessageSink sink) {
        try (Session session = Session.open(connection.options())) {
            Fetching fetching = new Fetching(session, queue);
            long left = count;
            Optional<Delivery> next = fetching.next(left);
            while (next.isPresent()) {
                if (filter.matches(next.get())) {
                    write(next.get(), sink, fetching);
                    left--;
                }
                next = fetching.next(left);
            }
            fetching.putBack(spec.commandLine().getErr());
        }
    }

    private void write(Delivery delivery, MessageSink sink, Fetching fetching) {
        try {
            sink.put(delivery);
        } catch (CommandFailedException e) {
            fetching.putBack(spec.commandLine().getErr());
            throw new CommandFailedException(e.getMessage() + "; the message stays in the queue", e);
        }
        if (isAcknowledging()) {
            fetching.ack(delivery);
        }
    }
}
