// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.connection.Session;
import amqp.cli.message.MessageFilter;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Failures;
import amqp.cli.terminal.Progress;
import amqp.client.Channel;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.Dispatch;
import amqp.codec.AmqpException;
import amqp.codec.method.BasicMethod;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code amqp move}, {@code amqp copy} and {@code amqp requeue-dlq} share: they publish the messages of a queue. */
abstract class RelayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments connection;

    @Mixin
    private MessageFilter filter;

    @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue that the messages are in.")
    private String queue;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "At most N messages. Default: all that the queue has when the command begins")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--json",
            description =
                    "One line at the end: queue, where they went, how many were moved (or copied, or requeued), kept,"
                            + " returned, nacked.")
    private boolean json;

    private final String done;
    private final boolean moving;

    /**
     * @param done past participle of what the command does
     * @param moving whether messages leave the queue
     */
    RelayCommand(String done, boolean moving) {
        this.done = done;
        this.moving = moving;
    }

    /** @throws picocli.CommandLine.ParameterException when an argument makes no sense */
    abstract void check();

    /** @throws amqp.connection.ClosedException when what messages are to be published to is not there */
    abstract void expectDestination(Channel channel);

    /** Where a message goes; empty for one that stays. */
    abstract Optional<BasicMethod.Publish> route(Delivery delivery);

    /** Begins the account of what was done. */
    abstract Done destination(Done account);

    /** For the sentence, such as {@code to queue "bills"}. */
    abstract String destination();

    @Override
    public final Integer call() {
        Arguments.atLeast(spec, "--count", count, 1);
        Arguments.shortString(spec, "the name of a queue", queue);
        check();
        PrintWriter err = spec.commandLine().getErr();
        ConnectionOptions options = connection.options();
        try (Session source = Session.open(options);
                Session destination = Session.open(options)) {
            Channel channel = destination.openChannel(Dispatch.EXECUTOR);
            expectDestination(channel);
            Fetching fetching = new Fetching(source, queue);
            try (Progress progress = new Progress(err, done, Math.min(count, fetching.ready()))) {
                Relay relay = new Relay(fetching, channel, filter, this::route, moving, progress);
                run(relay, err);
                Failures.expectTaken(relay.nacked(), relay.returned(), 0, "they stay in \"" + queue + "\"");
                return 0;
            }
        }
    }

    private void run(Relay relay, PrintWriter err) {
        try {
            relay.run(count, err);
        } catch (AmqpException | CommandFailedException e) {
            if (relay.published() == 0) {
                throw e;
            }
            account(relay);
            throw new CommandFailedException(
                    Failures.withHint(
                            Failures.sentence(e),
                            "no message is lost, but some may be in \"" + queue
                                    + "\" and where they were sent as well"),
                    e);
        }
        account(relay);
    }

    private void account(Relay relay) {
        String sentence = done + " " + relay.confirmed() + " messages from \"" + queue + "\" " + destination() + "; "
                + relay.kept() + " others were left alone";
        destination(Done.of(sentence).with("queue", queue))
                .with(done, relay.confirmed())
                .with("kept", relay.kept())
                .with("returned", relay.returned())
                .with("nacked", relay.nacked())
                .print(spec.commandLine().getOut(), json);
    }

    final CommandSpec spec() {
        return spec;
    }

    final String queue() {
        return queue;
    }
}
