// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.connection.Session;
import amqp.cli.message.MessageArguments;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.Progress;
import amqp.client.Channel;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code amqp perf}. All that is measured happens on channel 1. */
@Command(
        name = "perf",
        description = {
            "Measures rate, CPU time, allocation and, for echo, latency.",
            "publish: without confirms; ends with a declare, so that everything has been read.",
            "confirm: 1000 messages unconfirmed.",
            "consume: from --queue as it is, with auto-ack; it must hold the messages of all rounds.",
            "consumeack: prefetch 500, a multiple ack every 100; from --queue, or from an own queue filled before.",
            "echo: one message at a time to its own consumer."
        },
        mixinStandardHelpOptions = true)
public final class PerfCommand implements Callable<Integer> {
    /** No such queue: what goes there is read and dropped, so that the broker is not filled. */
    private static final String NOWHERE = "amqp-sdk-perf-nowhere";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments connection;

    @Option(names = "--mode", paramLabel = "MODE", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private PerfMode mode;

    @Option(names = "--count", paramLabel = "N", description = "Messages a round. Default: 100000, for echo 10000")
    private long count = -1;

    @Option(names = "--size", paramLabel = "BYTES", description = "Size of a body. Default: ${DEFAULT-VALUE}")
    private long size = 16;

    @Option(
            names = "--queue",
            paramLabel = "NAME",
            description =
                    "A queue that is there. Without it, publish and confirm send to no queue at all, and the others"
                            + " use a queue of their own.")
    private String queue = "";

    @Option(names = "--rounds", paramLabel = "N", description = "How often. Default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Option(
            names = "--dispatch",
            paramLabel = "WHERE",
            description = "Where callbacks run, one of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private PerfDispatch dispatch = PerfDispatch.IO;

    @Option(names = "--json", description = "A line for each round.")
    private boolean json;

    @Override
    public Integer call() {
        count = count == -1 ? mode.defaultCount() : count;
        Arguments.atLeast(spec, "--count", count, 1);
        int octets = Arguments.size(spec, size);
        Arguments.atLeast(spec, "--rounds", rounds, 1);
        Arguments.shortString(spec, "--queue", queue);
        if (mode == PerfMode.CONSUME && queue.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--mode consume needs a --queue with messages in it");
        }
        PrintWriter out = spec.commandLine().getOut();
        String adapter = connection.adapterName();
        try (Session session = Session.open(connection.options());
                Progress progress = new Progress(spec.commandLine().getErr(), mode + ":", 0)) {
            byte[] body = MessageArguments.ofSize(octets);
            Workload workload = workload(session, session.openChannel(dispatch.dispatch()), body, progress);
            for (int round = 1; round <= rounds; round++) {
                PerfRound done = new PerfRound(mode.toString(), adapter, octets, count, round, workload.round());
                progress.wipe();
                out.println(json ? done.json() : done.text());
                out.flush();
            }
        }
        return 0;
    }

    private Workload workload(Session session, Channel channel, byte[] body, Progress progress) {
        BasicMethod.Publish publish = BasicMethod.Publish.of("", queue.isEmpty() ? NOWHERE : queue);
        return switch (mode) {
            case PUBLISH -> new PublishWorkload(channel, publish, body, count, progress);
            case CONFIRM -> new ConfirmWorkload(confirming(channel), publish, body, count, progress);
            case CONSUME -> new ConsumeWorkload(channel, queue, false, count, rounds, progress);
            case CONSUMEACK ->
                new ConsumeWorkload(
                        channel, filledQueue(session, channel, body, progress), true, count, rounds, progress);
            case ECHO -> new EchoWorkload(channel, queue.isEmpty() ? ownQueue(channel) : queue, body, count, progress);
        };
    }

    /** The queue given, as it is, or one of our own with the messages of all rounds, filled over another channel. */
    private String filledQueue(Session session, Channel channel, byte[] body, Progress progress) {
        if (!queue.isEmpty()) {
            return queue;
        }
        String own = ownQueue(channel);
        Channel filling = session.openChannel(Dispatch.IO_THREAD);
        BasicMethod.Publish publish = BasicMethod.Publish.of("", own);
        new ConfirmWorkload(confirming(filling), publish, body, count * rounds, progress).round();
        Stages.await(filling.close());
        return own;
    }

    private static Channel confirming(Channel channel) {
        Stages.await(channel.confirmSelect());
        return channel;
    }

    /** Goes with the connection. */
    private static String ownQueue(Channel channel) {
        return Stages.await(channel.queueDeclare(QueueMethod.Declare.serverNamed()))
                .queue();
    }
}
