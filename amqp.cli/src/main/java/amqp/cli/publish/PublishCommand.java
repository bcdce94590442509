// SPDX-License-Identifier: MPL-2.0
package amqp.cli.publish;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.connection.Outages;
import amqp.cli.connection.ReconnectArguments;
import amqp.cli.connection.Session;
import amqp.cli.message.JsonMessage;
import amqp.cli.message.MessageArguments;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.Failures;
import amqp.cli.terminal.InputFile;
import amqp.cli.terminal.Progress;
import amqp.cli.terminal.Text;
import amqp.cli.terminal.Times;
import amqp.client.Channel;
import amqp.client.Dispatch;
import amqp.codec.BasicProperties;
import amqp.codec.method.BasicMethod;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code amqp publish}. */
@Command(
        name = "publish",
        description = {
            "Publishes a message, the same one many times, or a message for each line of a file.",
            "When the connection is lost, it connects again and goes on. With --confirm, messages without a confirm are"
                    + " then published again, so some may arrive twice.",
            "Ends with status 0 only if the broker took all messages: none was nacked, returned or left without an"
                    + " answer. A wrong line ends the command with status 1 and an error that names the line and how"
                    + " many messages were published before it."
        },
        mixinStandardHelpOptions = true)
public final class PublishCommand implements Callable<Integer> {
    /** The base64 of the largest body, with properties. */
    private static final int MOST_OF_A_JSON_LINE = Arguments.MOST_OCTETS / 3 * 4 + (64 << 20);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments connection;

    @Mixin
    private ReconnectArguments reconnect;

    @Mixin
    private MessageArguments message;

    @Option(
            names = "--exchange",
            paramLabel = "NAME",
            description = "The exchange; overrides that in a line of --jsonl. Without both: the default exchange.")
    private Optional<String> exchange = Optional.empty();

    @Option(
            names = "--routing-key",
            paramLabel = "KEY",
            description = "The routing key, for the default exchange the name of a queue; overrides that in a line of"
                    + " --jsonl.")
    private Optional<String> routingKey = Optional.empty();

    @Option(
            names = "--lines",
            description =
                    "A message for each line of stdin, or of --file. The body has no line end, neither LF nor CR LF.")
    private boolean lines;

    @Option(
            names = "--jsonl",
            paramLabel = "FILE|-",
            description = "A message for each line of JSON, as consume --json writes it; - for stdin. --property,"
                    + " --header, --persistent and --mandatory override the line.")
    private String jsonl = "";

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "At most N messages. Default: 1; with --duration, --lines or --jsonl no limit")
    private long count = 1;

    @Option(names = "--rate", paramLabel = "PER_SECOND", description = "At most so many messages a second.")
    private double rate = Double.POSITIVE_INFINITY;

    @Option(names = "--duration", paramLabel = "TIME", description = "End after this time, such as 30s.")
    private Duration duration = Times.FOREVER;

    @Option(
            names = "--message-id-sequence",
            description = "Number the messages that have no message-id: 1, 2, 3 and so on.")
    private boolean numbered;

    @Option(names = "--confirm", description = "Wait until the broker has acked or nacked each message.")
    private boolean confirm;

    @Option(names = "--mandatory", description = "The broker returns a message that no queue takes.")
    private boolean mandatory;

    @Option(
            names = "--json",
            description = "One line at the end: published, confirmed, nacked, returned, unknown, seconds.")
    private boolean json;

    @Override
    public Integer call() {
        check();
        PrintWriter err = spec.commandLine().getErr();
        Outages outages = new Outages(err);
        long most = most();
        try (MessageSource source = source();
                Session session = Session.open(connection.options(reconnect.recovery(), outages));
                Progress progress = new Progress(err, "published", most == Long.MAX_VALUE ? 0 : most)) {
            session.connection().addListener(outages);
            Channel channel = session.openChannel(Dispatch.IO_THREAD);
            PublishRun run = new PublishRun(channel, confirm, progress, outages);
            try {
                run.publish(numbered ? new NumberedSource(source) : source, new Pace(most, rate, duration));
            } catch (RuntimeException e) {
                printBeforeFailing(run.summary());
                throw e;
            }
            PublishSummary summary = run.summary();
            print(summary);
            Failures.expectTaken(summary.nacked(), summary.returned(), summary.unknown(), "");
            return 0;
        }
    }

    private void check() {
        Arguments.atLeast(spec, "--count", count, 1);
        Arguments.moreThan(spec, "--rate", rate, 0);
        Arguments.moreThanZero(spec, "--duration", duration);
        exchange.ifPresent(name -> Arguments.shortString(spec, "--exchange", name));
        routingKey.ifPresent(key -> Arguments.shortString(spec, "--routing-key", key));
        if (!jsonl.isEmpty()) {
            refuse("--jsonl", "--lines", "--body", "--file", "--size");
        } else if (lines) {
            refuse("--lines", "--body", "--size");
        }
        if (jsonl.isEmpty() && exchange.isEmpty() && routingKey.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "give --routing-key, for instance the name of a queue, or --exchange");
        }
        message.properties(); // throws where one makes no sense, before a file is opened
    }

    private void refuse(String option, String... others) {
        Stream.of(others).filter(this::isGiven).findFirst().ifPresent(other -> {
            throw new ParameterException(spec.commandLine(), option + " brings the bodies; leave out " + other);
        });
    }

    private boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private long most() {
        boolean bounded = isGiven("--count") || jsonl.isEmpty() && !lines && !isGiven("--duration");
        return bounded ? count : Long.MAX_VALUE;
    }

    private MessageSource source() {
        if (!jsonl.isEmpty()) {
            InputFile file = new InputFile("--jsonl", jsonl);
            return new LineSource(file.name(), file.open(), MOST_OF_A_JSON_LINE, this::ofJson);
        }
        BasicMethod.Publish method = method(Optional.empty(), Optional.empty(), false);
        BasicProperties properties = message.properties();
        if (lines) {
            InputFile file = message.file();
            return new LineSource(
                    file.name(),
                    file.open(),
                    Arguments.MOST_OCTETS,
                    line -> Optional.of(new Outgoing(method, properties, line)));
        }
        Optional<Outgoing> same = Optional.of(new Outgoing(method, properties, message.body()));
        return () -> same;
    }

    private Optional<Outgoing> ofJson(byte[] octets) {
        String line = Text.utf8(octets).orElseThrow(() -> new IllegalArgumentException("it is not UTF-8"));
        if (line.isBlank()) {
            return Optional.empty();
        }
        JsonMessage read = JsonMessage.parse(line);
        if (exchange.isEmpty()
                && routingKey.isEmpty()
                && read.exchange().isEmpty()
                && read.routingKey().isEmpty()) {
            throw new IllegalArgumentException(
                    "neither exchange nor routingKey is there; give --routing-key or --exchange");
        }
        return Optional.of(new Outgoing(
                method(read.exchange(), read.routingKey(), read.mandatory()),
                message.properties(read.properties()),
                read.body()));
    }

    /** What the options say, and what a line says where they say nothing. */
    private BasicMethod.Publish method(
            Optional<String> exchangeOfLine, Optional<String> keyOfLine, boolean mandatoryOfLine) {
        return new BasicMethod.Publish(
                exchange.or(() -> exchangeOfLine).orElse(""),
                routingKey.or(() -> keyOfLine).orElse(""),
                mandatory || mandatoryOfLine);
    }

    /** What is known of the messages, for machines; people read the sentence. */
    private void printBeforeFailing(PublishSummary summary) {
        if (json) {
            print(summary);
        }
    }

    private void print(PublishSummary summary) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? summary.json() : summary.text(confirm));
        out.flush();
    }
}
