// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.connection.ReconnectArguments;
import amqp.cli.connection.Session;
import amqp.cli.perf.client.LoadClient;
import amqp.cli.perf.report.Report;
import amqp.cli.perf.report.Summary;
import amqp.cli.perf.stats.Counts;
import amqp.cli.perf.stats.Interval;
import amqp.cli.perf.stats.Stats;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.Failures;
import amqp.cli.terminal.InterruptHook;
import amqp.cli.terminal.Times;
import amqp.client.ConnectionOptions;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code amqp perf}. */
@Command(
        name = "perf",
        description = {
            "Puts load on a broker and measures rates and latencies, with the options of RabbitMQ's PerfTest.",
            "Ends after --time, --pmessages or --cmessages, or with Ctrl-C, and prints a summary. With --rate, a"
                    + " latency begins when its message was due, so that it includes delays of the sender.",
            "Ends with status 0 only if the broker took all messages: none was nacked, returned or left without an"
                    + " answer."
        },
        mixinStandardHelpOptions = true)
public final class PerfCommand implements Callable<Integer> {
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

    private static final long LAST_WORDS_SECONDS = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments connection;

    @Mixin
    private ReconnectArguments reconnect;

    @Mixin
    private ClientArguments client;

    @Mixin
    private TopologyArguments topology;

    @Mixin
    private ProducerArguments producing;

    @Mixin
    private ConsumerArguments consuming;

    @Mixin
    private ReportArguments reporting;

    @Option(
            names = {"-d", "--id"},
            paramLabel = "TEXT",
            description = "Names the run in reports and in the broker's management plugin. Default: perf- and the time")
    private String id = "";

    @Option(
            names = {"-z", "--time", "--duration"},
            paramLabel = "TIME",
            description = "End after this time, such as 30s.")
    private Duration time = Times.FOREVER;

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "TIME",
            description = "Time from one line of the report to the next. Default: 1s")
    private Duration interval = Duration.ofSeconds(1);

    @Option(
            names = {"-ms", "--use-millis"},
            description = "Take times from the wall clock, in milliseconds. Needed when producers and consumers are on"
                    + " different machines; keep the clocks in step.")
    private boolean millis;

    @Option(
            names = {"-ei", "--expected-instances"},
            paramLabel = "N",
            description =
                    "Begin when N processes with this --id are ready; implies --use-millis. Default: ${DEFAULT-VALUE}")
    private int instances = 1;

    @Option(
            names = {"-ist", "--instance-sync-timeout"},
            paramLabel = "TIME",
            description = "How long to wait for the --expected-instances. Default: 10m")
    private Duration instancesTimeout = Duration.ofMinutes(10);

    @Override
    public Integer call() {
        LoadPlan plan = plan();
        Stats stats = new Stats();
        ConnectionOptions options = connection.options(reconnect.recovery());
        LoadClient chosen = client.client(connection, options, reconnect.isOn());
        try (Report report = reporting.open(
                plan.run(chosen.description()), spec.commandLine().getOut())) {
            OutageReport outages = new OutageReport(spec.commandLine().getErr());
            LoadRun run = new LoadRun(plan, chosen, stats, outages);
            CountDownLatch over = new CountDownLatch(1);
            InterruptHook interrupt = InterruptHook.add(() -> interrupt(run, over));
            try (run) {
                run.open();
                awaitInstances(plan, options, run);
                measure(run, stats, report);
            } finally {
                over.countDown();
                interrupt.remove();
            }
        }
        Counts counts = stats.total().counts();
        Failures.expectTaken(counts.nacked(), counts.returned(), counts.unknown(), "");
        return 0;
    }

    private void awaitInstances(LoadPlan plan, ConnectionOptions options, LoadRun run) {
        if (instances > 1) {
            try (Session session = Session.open(options)) {
                new Instances(plan.id(), instances).await(session, instancesTimeout, run::isStopped);
            }
        }
    }

    private static void measure(LoadRun run, Stats stats, Report report) {
        long cpuBefore = CpuTime.nanos();
        try {
            run.run(report);
        } finally {
            report.summary(summary(stats.total(), CpuTime.nanos() - cpuBefore));
        }
    }

    private static Summary summary(Interval total, long cpuNanos) {
        Counts counts = total.counts();
        return new Summary(total, cpuNanos / 1e3 / Math.max(1, Math.max(counts.sent(), counts.received())));
    }

    /** Ctrl-C ends the run; the process goes on until the summary is written and the connections are closed. */
    private static void interrupt(LoadRun run, CountDownLatch over) {
        run.stop();
        try {
            over.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process is in a hurry
        }
    }

    private LoadPlan plan() {
        Arguments.atLeast(spec, "--expected-instances", instances, 1);
        Arguments.moreThanZero(spec, "--instance-sync-timeout", instancesTimeout);
        Arguments.moreThanZero(spec, "--time", time);
        if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw wrong("--interval must be 100ms at least and 1h at most");
        }
        if (instances > 1 && id.isEmpty()) {
            throw wrong("--expected-instances needs an --id, the same for all of them");
        }
        ProducerPlan producers = producing.plan();
        ConsumerPlan consumers = consuming.plan(topology.isStream());
        if (producers.producers() + consumers.consumers() == 0) {
            throw wrong("--producers and --consumers are both 0; there is nothing to do");
        }
        return new LoadPlan(
                id.isEmpty() ? "perf-" + LocalTime.now().format(DateTimeFormatter.ofPattern("HHmmss-SSS")) : id,
                topology.topology(),
                producers,
                consumers,
                millis || instances > 1 ? Stamp.MILLIS : Stamp.NANOS,
                time,
                interval);
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
