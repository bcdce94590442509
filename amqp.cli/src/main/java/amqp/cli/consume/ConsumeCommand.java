// SPDX-License-Identifier: MPL-2.0
package amqp.cli.consume;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.connection.Outages;
import amqp.cli.connection.ReconnectArguments;
import amqp.cli.connection.Session;
import amqp.cli.message.HeaderArgument;
import amqp.cli.message.MessageFilter;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.Failures;
import amqp.cli.terminal.InterruptHook;
import amqp.cli.terminal.Times;
import amqp.client.Channel;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.AmqpException;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code amqp consume}. */
@Command(
        name = "consume",
        description = {
            "Prints the messages of a queue or stream, or writes them to files, and acknowledges each one after that."
                    + " Ctrl-C ends it.",
            "With a filter, messages that do not match go back to the queue at the end, marked as redelivered; so may"
                    + " some messages beyond --count.",
            "When the connection is lost, the command reconnects and goes on; messages that were printed but not yet"
                    + " acknowledged are printed again, marked as redelivered."
        },
        mixinStandardHelpOptions = true)
public final class ConsumeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments connection;

    @Mixin
    private ReconnectArguments reconnect;

    @Mixin
    private MessageFilter filter;

    @Mixin
    private OutputArguments output;

    @Parameters(paramLabel = "QUEUE", description = "The queue or stream; it must exist.")
    private String queue;

    @Option(names = "--count", paramLabel = "N", description = "End after N messages; the others stay in the queue.")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--idle",
            paramLabel = "TIME",
            description = "End when no message came for this time, such as 30s; an outage does not count.")
    private Duration idle = Times.FOREVER;

    @Option(
            names = "--prefetch",
            paramLabel = "N",
            description = "How many unacknowledged messages the broker may send; 0 for no limit. Default: 100, and 0"
                    + " with a filter")
    private int prefetch = 100;

    @Option(
            names = "--auto-ack",
            description = "Consume without acknowledgements; cannot be used with --count or a filter.")
    private boolean autoAck;

    @Option(
            names = "--argument",
            paramLabel = "NAME=LETTER:VALUE",
            description = "An argument of the consumer, such as x-priority=I:5; repeatable.")
    private final List<String> arguments = new ArrayList<>();

    @Option(
            names = "--offset",
            paramLabel = "OFFSET",
            converter = StreamOffset.class,
            description =
                    "Where to begin in a stream: first, last (the last chunk), next, an offset such as 1000, or a time"
                            + " such as 2026-01-31T12:00:00Z. Default: next")
    private FieldValue offset;

    @Override
    public Integer call() throws InterruptedException {
        Arguments.atLeast(spec, "--count", count, 1);
        Arguments.moreThanZero(spec, "--idle", idle);
        Arguments.prefetch(spec, "--prefetch", prefetch);
        Arguments.shortString(spec, "the name of a queue", queue);
        FieldTable consumerArguments = consumerArguments();
        try (MessageSink sink = output.open()) {
            MessagePrinter printer = filter.isGiven()
                    ? new MessagePrinter(sink, filter::matches, count, prefetch())
                    : new MessagePrinter(sink, count, !noAck(), prefetch());
            consume(printer, consumerArguments);
            sayWhatIsLeft(printer);
        }
        return 0;
    }

    private void consume(MessagePrinter printer, FieldTable consumerArguments) throws InterruptedException {
        Outages outages = new Outages(spec.commandLine().getErr());
        try (Session session = Session.open(connection.options(reconnect.recovery(), outages))) {
            session.connection().addListener(outages);
            session.connection().addListener(printer);
            InterruptHook interrupt = InterruptHook.add(() -> interrupt(printer, session));
            try {
                subscribe(session, printer, consumerArguments);
                printer.await(idle, outages::isOut);
            } finally {
                interrupt.remove();
            }
        }
    }

    /**
     * With a filter there is no limit to the messages ahead, which RabbitMQ refuses for a stream with PRECONDITION_FAILED. AMQP
     * has no other way to ask whether a queue is a stream: --offset may be missing, and other queues ignore it. So where the
     * same consumer is taken with a limit, it is a stream. What is wrong with the other arguments is refused again.
     */
    private void subscribe(Session session, MessagePrinter printer, FieldTable consumerArguments) {
        BasicMethod.Consume consume =
                BasicMethod.Consume.of(queue).noAck(noAck()).arguments(consumerArguments);
        try {
            subscribe(session, printer, consume, prefetch());
        } catch (ClosedException refused) {
            boolean unlimited = prefetch() == 0 && prefetch > 0;
            if (!unlimited || refused.replyCode() != ReplyCode.PRECONDITION_FAILED) {
                throw refused;
            }
            printer.consumesStream();
            subscribe(session, printer, consume, prefetch);
        }
    }

    private static void subscribe(Session session, MessagePrinter printer, BasicMethod.Consume consume, int prefetch) {
        Channel channel = session.openChannel(Dispatch.EXECUTOR);
        Stages.await(channel.basicQos(prefetch));
        Stages.await(channel.basicConsume(consume, printer));
    }

    private void sayWhatIsLeft(MessagePrinter printer) {
        long left = printer.left();
        if (left > 0) {
            Failures.show(
                    spec.commandLine().getErr(),
                    left + (left == 1 ? " message that does not match goes" : " messages that do not match go")
                            + " back to the queue");
        }
    }

    private FieldTable consumerArguments() {
        try {
            FieldTable given = HeaderArgument.table("--argument", arguments);
            return offset == null ? given : given.with("x-stream-offset", offset);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** With a count or a filter, other messages must not be lost, so each is acknowledged all the same. */
    private boolean noAck() {
        return autoAck && count == Long.MAX_VALUE && !filter.isGiven();
    }

    /** No more ahead than are wanted; with a filter nobody knows how many come before those. */
    private int prefetch() {
        if (filter.isGiven()) {
            boolean given = spec.commandLine().getParseResult().hasMatchedOption("--prefetch");
            return given ? prefetch : 0;
        }
        if (count == Long.MAX_VALUE) {
            return prefetch;
        }
        return (int) Math.min(prefetch == 0 ? Arguments.MOST_PREFETCH : prefetch, count);
    }

    /** Ctrl-C: closing gives back what is unacknowledged. */
    private static void interrupt(MessagePrinter printer, Session session) {
        try {
            printer.stop();
            session.close();
        } catch (AmqpException | InterruptedException e) {
            // The connection is gone, or the process is in a hurry: either way the broker takes the messages back.
        }
    }
}
