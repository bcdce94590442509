// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.terminal.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What producers do. */
final class ProducerArguments {
    private static final String UNLIMITED = "-1";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-x", "--producers"},
            paramLabel = "N",
            description = "Connections that publish. Default: ${DEFAULT-VALUE}")
    private int producers = 1;

    @Option(
            names = {"-X", "--producer-channel-count"},
            paramLabel = "N",
            description = "Channels of each producer, each with a thread. Default: ${DEFAULT-VALUE}")
    private int channels = 1;

    @Option(
            names = {"-s", "--size"},
            paramLabel = "BYTES",
            split = ",",
            description =
                    "Size of a body, or several in turn, such as 100,1000,10000. At least 12, for a number and the"
                            + " time. Default: 12")
    private final List<Long> sizes = new ArrayList<>();

    @Option(
            names = {"-r", "--rate"},
            paramLabel = "PER_SECOND",
            description = "Messages a second of each channel. Default: as many as possible")
    private double rate = -1;

    @Option(
            names = {"-vr", "--variable-rate"},
            paramLabel = "RATE:TIME",
            description =
                    "A rate for some time, such as 1000:30s; repeated: one after the other, and again. 0 is a pause, "
                            + UNLIMITED + " as many as possible.")
    private final List<String> variableRates = new ArrayList<>();

    @Option(
            names = {"-c", "--confirm"},
            paramLabel = "N",
            description = "Publish with confirms, and let at most N messages of a channel wait for theirs; 0 for no"
                    + " confirms. Default: 0")
    private int unconfirmed;

    @Option(
            names = {"-f", "--flag"},
            paramLabel = "FLAG",
            split = ",",
            description = "persistent or mandatory; repeatable.")
    private final Set<String> flags = new LinkedHashSet<>();

    @Option(
            names = {"-C", "--pmessages"},
            paramLabel = "N",
            description = "End when each producer's channel has published N messages, and they have arrived.")
    private long messages = Long.MAX_VALUE;

    /** @throws ParameterException when they make no sense */
    ProducerPlan plan() {
        Arguments.atLeast(command, "--producers", producers, 0);
        Arguments.atLeast(command, "--producer-channel-count", channels, 1);
        Arguments.atLeast(command, "--pmessages", messages, 1);
        Arguments.atLeast(command, "--confirm", unconfirmed, 0);
        for (String flag : flags) {
            if (!Set.of("persistent", "mandatory").contains(flag)) {
                throw wrong("--flag must be persistent or mandatory; it is " + flag);
            }
        }
        return new ProducerPlan(
                producers,
                channels,
                sizes(),
                rates(),
                unconfirmed,
                flags.contains("persistent"),
                flags.contains("mandatory"),
                messages);
    }

    private List<Integer> sizes() {
        for (long size : sizes) {
            Arguments.atLeast(command, "--size", size, Stamp.SIZE);
        }
        return sizes.isEmpty()
                ? List.of(Stamp.SIZE)
                : sizes.stream().map(size -> Arguments.size(command, size)).toList();
    }

    private List<RateStep> rates() {
        if (variableRates.isEmpty()) {
            if (!(rate > 0 || rate == -1)) {
                throw wrong("--rate must be more than 0, or " + UNLIMITED + " for as many as possible; it is " + rate);
            }
            return List.of(rate > 0 ? RateStep.always(rate) : RateStep.UNLIMITED);
        }
        if (rate != -1) {
            throw wrong("--rate and --variable-rate exclude each other");
        }
        try {
            List<RateStep> steps = variableRates.stream().map(RateStep::parse).toList();
            if (steps.stream().allMatch(step -> step.perSecond() == 0)) {
                throw wrong("one --variable-rate at least must be more than 0");
            }
            return steps;
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
