// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.terminal.Arguments;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What consumers do. */
final class ConsumerArguments {
    /** RabbitMQ wants one. */
    private static final int STREAM_PREFETCH = 200;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-y", "--consumers"},
            paramLabel = "N",
            description = "Connections that consume. Default: ${DEFAULT-VALUE}")
    private int consumers = 1;

    @Option(
            names = {"-Y", "--consumer-channel-count"},
            paramLabel = "N",
            description = "Channels of each connection, each with a consumer. Default: ${DEFAULT-VALUE}")
    private int channels = 1;

    @Option(
            names = {"-q", "--qos"},
            paramLabel = "N",
            description = "How many unacknowledged messages the broker may send to a consumer. Default: no limit; 200"
                    + " for streams")
    private int prefetch;

    @Option(
            names = {"-a", "--autoack"},
            description = "Consume without acknowledgements.")
    private boolean autoAck;

    @Option(
            names = {"-A", "--multi-ack-every"},
            paramLabel = "N",
            description = "Acknowledge N messages at once. Default: ${DEFAULT-VALUE}")
    private int ackEvery = 1;

    @Option(
            names = {"-R", "--consumer-rate"},
            paramLabel = "PER_SECOND",
            description = "At most so many messages a second for each consumer.")
    private double rate = Double.POSITIVE_INFINITY;

    @Option(
            names = {"-D", "--cmessages"},
            paramLabel = "N",
            description = "End when each consumer has received N messages.")
    private long messages = Long.MAX_VALUE;

    @Option(
            names = {"-sco", "--stream-consumer-offset"},
            paramLabel = "OFFSET",
            description = "Where to begin in a stream: first, last, next, a number. Default: next")
    private String streamOffset = "";

    /** @throws ParameterException when they make no sense */
    ConsumerPlan plan(boolean stream) {
        Arguments.atLeast(command, "--consumers", consumers, 0);
        Arguments.atLeast(command, "--consumer-channel-count", channels, 1);
        Arguments.prefetch(command, "--qos", prefetch);
        Arguments.atLeast(command, "--multi-ack-every", ackEvery, 1);
        Arguments.atLeast(command, "--cmessages", messages, 1);
        Arguments.moreThan(command, "--consumer-rate", rate, 0);
        if (autoAck && (stream || ackEvery > 1)) {
            throw wrong("--autoack excludes " + (stream ? "--stream-queue" : "--multi-ack-every"));
        }
        if (!streamOffset.isEmpty() && !stream) {
            throw wrong("--stream-consumer-offset is for a --stream-queue");
        }
        int ahead = stream && prefetch == 0 ? STREAM_PREFETCH : prefetch;
        if (ahead > 0 && ackEvery > ahead) {
            throw wrong("--multi-ack-every must be at most --qos, which is " + ahead + "; it is " + ackEvery
                    + ", and the broker would wait for ever");
        }
        return new ConsumerPlan(consumers, channels, ahead, autoAck, ackEvery, rate, messages, arguments());
    }

    private Map<String, Object> arguments() {
        if (streamOffset.isEmpty()) {
            return Map.of();
        }
        Object offset = streamOffset.matches("[0-9]{1,18}") ? (Object) Long.valueOf(streamOffset) : streamOffset;
        return Map.of("x-stream-offset", offset);
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
