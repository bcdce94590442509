// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.codec.method.Methods;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which frames are shown: options that go together, each of which leaves something out. For one thread. */
final class FrameFilter {
    private static final int MOST_CHANNEL = 0xffff;
    private static final int MOST_CLASS = 100;
    private static final int MOST_METHOD = 130;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--channel", paramLabel = "N", description = "Only frames of this channel; repeatable.")
    private final Set<Integer> channels = new HashSet<>();

    @Option(
            names = "--method",
            paramLabel = "PATTERN",
            description = "Only these methods and their contents, such as queue.declare or \"basic.*\"; repeatable.")
    private final Set<String> methods = new HashSet<>();

    @Option(
            names = "--direction",
            paramLabel = "WAY",
            description = "Only frames in this direction: to-broker or to-client.")
    private Direction direction;

    @Option(names = "--violations", description = "Only frames that violate the protocol.")
    private boolean violating;

    @Option(names = "--heartbeats", description = "Show heartbeats, too.")
    private boolean heartbeats;

    private final Map<String, Boolean> known = new HashMap<>();
    private List<Pattern> patterns = List.of();

    /** @throws ParameterException when they make no sense */
    void check() {
        for (int channel : channels) {
            if (channel < 0 || channel > MOST_CHANNEL) {
                throw new ParameterException(
                        command.commandLine(), "--channel is 0 to " + MOST_CHANNEL + ", not " + channel);
            }
        }
        patterns = methods.stream().map(FrameFilter::pattern).toList();
        for (String method : methods) {
            if (names().noneMatch(pattern(method).asMatchPredicate())) {
                throw new ParameterException(
                        command.commandLine(),
                        "--method " + method + " matches no method of AMQP 0-9-1, such as basic.publish");
            }
        }
    }

    private static Pattern pattern(String glob) {
        return Pattern.compile(
                Stream.of(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    private static Stream<String> names() {
        return IntStream.range(0, MOST_CLASS)
                .boxed()
                .flatMap(classId -> IntStream.range(0, MOST_METHOD).mapToObj(id -> Methods.name(classId, id)))
                .filter(name -> !Character.isDigit(name.charAt(0)));
    }

    boolean shows(TracedFrame frame) {
        return (direction == null || direction == frame.direction())
                && (channels.isEmpty() || channels.contains(frame.channel()))
                && (heartbeats || !(frame.content() instanceof FrameContent.Heartbeat) || isMarked(frame))
                && (!violating || isMarked(frame))
                && (patterns.isEmpty() || known.computeIfAbsent(frame.method(), this::matches));
    }

    private static boolean isMarked(TracedFrame frame) {
        return !frame.violations().isEmpty();
    }

    private boolean matches(String method) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(method).matches());
    }
}
