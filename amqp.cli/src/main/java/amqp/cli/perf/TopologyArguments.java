// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.terminal.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which queues and which exchange. */
final class TopologyArguments {
    private static final long MOST_QUEUES = 100_000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-u", "--queue"},
            paramLabel = "NAME",
            description = "The queue of all producers and consumers. Without it each consumer has a queue of its own,"
                    + " and gets every message.")
    private String queue = "";

    @Option(
            names = {"-qp", "--queue-pattern"},
            paramLabel = "PATTERN",
            description = "Many queues, such as perf-%%d; producers and consumers are spread over them in turn.")
    private String pattern = "";

    @Option(
            names = {"-qpf", "--queue-pattern-from"},
            paramLabel = "N",
            description = "The first number in the --queue-pattern.")
    private long from = -1;

    @Option(
            names = {"-qpt", "--queue-pattern-to"},
            paramLabel = "N",
            description = "The last number in the --queue-pattern.")
    private long to = -1;

    @Option(
            names = {"-qq", "--quorum-queue"},
            description = "Declare quorum queues.")
    private boolean quorum;

    @Option(
            names = {"-sq", "--stream-queue"},
            description = "Declare streams.")
    private boolean stream;

    @Option(
            names = {"-qa", "--queue-args"},
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "Arguments of the queues, with commas between them, such as x-max-length=1000.")
    private final List<String> queueArguments = new ArrayList<>();

    @Option(
            names = {"-ad", "--auto-delete"},
            paramLabel = "true|false",
            arity = "1",
            description = "Whether the broker deletes queues with their last consumer. Default: true; never for quorum"
                    + " queues and streams")
    private boolean autoDelete = true;

    @Option(
            names = {"-e", "--exchange"},
            paramLabel = "NAME",
            description = "Publish to this exchange; it is declared, and deleted with the last queue bound to it."
                    + " Default: the default exchange, or amq.direct without a --queue")
    private String exchange = "";

    @Option(
            names = {"-t", "--type"},
            paramLabel = "TYPE",
            description = "Type of the --exchange. Default: ${DEFAULT-VALUE}")
    private String type = "direct";

    @Option(
            names = {"-k", "--routing-key"},
            paramLabel = "KEY",
            description = "The routing key. Default: the name of the queue, or the --id without a --queue")
    private String routingKey = "";

    @Option(
            names = {"-p", "--predeclared"},
            description = "Declare nothing: queues, exchange and bindings must exist.")
    private boolean predeclared;

    boolean isStream() {
        return stream;
    }

    /** @throws ParameterException when they make no sense */
    Topology topology() {
        if (quorum && stream) {
            throw wrong("--quorum-queue and --stream-queue exclude each other");
        }
        List<String> queues = queues();
        if ((quorum || stream) && queues.isEmpty()) {
            throw wrong((quorum ? "--quorum-queue" : "--stream-queue") + " needs a --queue or a --queue-pattern");
        }
        if (predeclared && queues.isEmpty()) {
            throw wrong("--predeclared needs a --queue or a --queue-pattern");
        }
        if (exchange.isEmpty() && !queues.isEmpty() && !routingKey.isEmpty()) {
            throw wrong("--routing-key needs an --exchange here: the default one takes the name of the queue");
        }
        Arguments.shortString(command, "--exchange", exchange);
        Arguments.shortString(command, "--routing-key", routingKey);
        return new Topology(
                queues, exchange, type, routingKey, predeclared, autoDelete && !quorum && !stream, declareArguments());
    }

    private List<String> queues() {
        if (pattern.isEmpty()) {
            if (from != -1 || to != -1) {
                throw wrong("--queue-pattern-from and --queue-pattern-to need a --queue-pattern, such as perf-%d");
            }
            Arguments.shortString(command, "--queue", queue);
            return queue.isEmpty() ? List.of() : List.of(queue);
        }
        if (!queue.isEmpty()) {
            throw wrong("--queue and --queue-pattern exclude each other");
        }
        Arguments.atLeast(command, "--queue-pattern-from", from, 0);
        Arguments.atLeast(command, "--queue-pattern-to", to, from);
        if (to - from >= MOST_QUEUES) {
            throw wrong("the --queue-pattern makes more than " + MOST_QUEUES + " queues");
        }
        List<String> queues =
                LongStream.rangeClosed(from, to).mapToObj(this::numbered).toList();
        if (queues.size() > 1 && queues.get(0).equals(queues.get(1))) {
            throw wrong("--queue-pattern \"" + pattern + "\" has no place for the number, such as %d or %03d");
        }
        queues.forEach(name -> Arguments.shortString(command, "--queue-pattern", name));
        return queues;
    }

    private String numbered(long number) {
        try {
            return String.format(Locale.ROOT, pattern, number);
        } catch (IllegalArgumentException e) {
            throw wrong("--queue-pattern \"" + pattern + "\" has no place for the number, such as %d or %03d");
        }
    }

    private Map<String, Object> declareArguments() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String argument : queueArguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw wrong("--queue-args \"" + argument + "\" is not NAME=VALUE, such as x-max-length=1000");
            }
            all.put(argument.substring(0, equals), value(argument.substring(equals + 1)));
        }
        if (quorum || stream) {
            all.put("x-queue-type", quorum ? "quorum" : "stream");
        }
        return all;
    }

    private static Object value(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
