// SPDX-License-Identifier: MPL-2.0
package amqp.cli.tail;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.connection.Outages;
import amqp.cli.connection.ReconnectArguments;
import amqp.cli.connection.Session;
import amqp.cli.consume.MessagePrinter;
import amqp.cli.consume.MessageSink;
import amqp.cli.consume.OutputArguments;
import amqp.cli.message.MessageFilter;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.Failures;
import amqp.cli.terminal.Times;
import amqp.client.Channel;
import amqp.client.ConnectionListener;
import amqp.client.Dispatch;
import amqp.client.RecoveryReport;
import amqp.client.Stages;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import java.io.PrintWriter;
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

/** {@code amqp tail}. */
@Command(
        name = "tail",
        description = {
            "Prints the messages that are published to an exchange from now on; other queues still get them. Ctrl-C"
                    + " ends it.",
            "When the connection is lost, it connects again and goes on; it misses the messages published meanwhile."
        },
        mixinStandardHelpOptions = true)
public final class TailCommand implements Callable<Integer> {
    /** In a topic exchange it matches each key; fanout and headers exchanges do not look at it. */
    private static final String EVERYTHING = "#";

    /** What may wait in the queue where it is read more slowly than messages come: the broker's memory is not ours. */
    private static final long MOST_WAITING_BYTES = 64 << 20;

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

    @Parameters(paramLabel = "EXCHANGE", description = "The exchange; it must exist.")
    private String exchange;

    @Option(
            names = "--routing-key",
            paramLabel = "PATTERN",
            description = "Only messages whose routing key matches; repeatable. A direct exchange needs the exact key."
                    + " Default: #, which matches all keys of a topic exchange")
    private final List<String> patterns = new ArrayList<>();

    @Option(names = "--count", paramLabel = "N", description = "End after N messages.")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--idle",
            paramLabel = "TIME",
            description = "End when no message came for this time, such as 30s; an outage does not count.")
    private Duration idle = Times.FOREVER;

    @Option(
            names = "--max-waiting",
            paramLabel = "N",
            description = "How many messages (and at most 64 MiB) the queue holds when they come faster than they are"
                    + " printed; then the oldest are dropped. Default: 10000")
    private long mostWaiting = 10_000;

    @Override
    public Integer call() throws InterruptedException {
        Arguments.atLeast(spec, "--count", count, 1);
        Arguments.moreThanZero(spec, "--idle", idle);
        Arguments.atLeast(spec, "--max-waiting", mostWaiting, 1);
        checkExchange();
        patterns.forEach(pattern -> Arguments.shortString(spec, "--routing-key", pattern));
        try (MessageSink sink = output.open()) {
            watch(MessagePrinter.withoutAcks(sink, filter::matches, count));
        }
        return 0;
    }

    private void watch(MessagePrinter printer) throws InterruptedException {
        Outages outages = new Outages(spec.commandLine().getErr());
        try (Session session = Session.open(connection.options(reconnect.recovery(), outages))) {
            session.connection().addListener(outages);
            session.connection().addListener(new Gap(spec.commandLine().getErr()));
            session.connection().addListener(printer);
            consume(session.openChannel(Dispatch.EXECUTOR), printer);
            printer.await(idle, outages::isOut);
        }
    }

    private void checkExchange() {
        Arguments.shortString(spec, "the name of an exchange", exchange);
        if (exchange.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no queue can be bound to the default exchange, so it cannot be watched; RabbitMQ's tracing can:"
                            + " rabbitmqctl trace_on, and amqp tail amq.rabbitmq.trace");
        }
        if (exchange.equals("amq.direct") && patterns.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "a direct exchange knows no pattern for all messages; give a --routing-key");
        }
    }

    /** The queue ends with the connection. */
    private void consume(Channel channel, MessagePrinter printer) {
        QueueMethod.Declare temporary =
                QueueMethod.Declare.serverNamed().maxLength(mostWaiting).maxLengthBytes(MOST_WAITING_BYTES);
        String queue = Stages.await(channel.queueDeclare(temporary)).queue();
        for (String pattern : patterns.isEmpty() ? List.of(EVERYTHING) : patterns) {
            Stages.await(channel.queueBind(queue, exchange, pattern));
        }
        Stages.await(channel.basicConsume(BasicMethod.Consume.of(queue).noAck(true), printer));
    }

    /** Says after an outage that there is a gap. */
    private record Gap(PrintWriter err) implements ConnectionListener {
        @Override
        public void onRecovered(RecoveryReport report) {
            Failures.show(err, "messages of the meantime are missed");
        }
    }
}
