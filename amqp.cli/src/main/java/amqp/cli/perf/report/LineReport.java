// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.perf.stats.Counts;
import amqp.cli.perf.stats.Interval;
import amqp.cli.perf.stats.Latency;
import amqp.cli.terminal.Failures;
import java.io.PrintWriter;
import java.util.Locale;

/** Lines as RabbitMQ's perf-test writes them, on stdout. */
public final class LineReport implements Report {
    private final Run run;
    private final PrintWriter out;

    public LineReport(Run run, PrintWriter stdout) {
        this.run = run;
        this.out = stdout;
    }

    @Override
    public void interval(Interval interval) {
        Counts counts = interval.counts();
        StringBuilder line =
                new StringBuilder(String.format(Locale.ROOT, "id: %s, time %.3f s", run.id(), interval.end()));
        if (run.producing()) {
            rate(line, "sent", interval, counts.sent());
        }
        if (run.producing() && run.mandatory()) {
            rate(line, "returned", interval, counts.returned());
        }
        if (run.producing() && run.confirming()) {
            rate(line, "confirmed", interval, counts.confirmed());
            rate(line, "nacked", interval, counts.nacked());
        }
        if (run.consuming()) {
            rate(line, "received", interval, counts.received());
        }
        if (interval.down() > 0) {
            line.append(", connections lost: ").append(interval.down());
        }
        boolean consumed = !interval.consumed().isEmpty();
        boolean confirmed = !interval.confirmed().isEmpty();
        if (consumed || confirmed) {
            line.append(", min/median/75th/95th/99th ");
        }
        if (consumed) {
            line.append("consumer latency: ").append(latency(interval.consumed()));
        }
        if (confirmed) {
            line.append(consumed ? ", " : "").append("confirm latency: ").append(latency(interval.confirmed()));
        }
        out.println(line);
        Failures.expectWritten(out);
    }

    private static void rate(StringBuilder line, String what, Interval interval, long count) {
        line.append(", ")
                .append(what)
                .append(": ")
                .append(Run.rate(interval.rate(count)))
                .append(" msg/s");
    }

    private String latency(Latency latency) {
        return run.latency(latency.min()) + "/" + run.latency(latency.median()) + "/" + run.latency(latency.p75()) + "/"
                + run.latency(latency.p95()) + "/" + run.latency(latency.p99()) + " " + run.unit();
    }

    @Override
    public void summary(Summary summary) {
        Interval total = summary.total();
        Counts counts = total.counts();
        if (run.producing()) {
            line("sending rate avg: " + Run.rate(total.rate(counts.sent())) + " msg/s");
        }
        if (run.consuming()) {
            line("receiving rate avg: " + Run.rate(total.rate(counts.received())) + " msg/s");
        }
        if (!total.consumed().isEmpty()) {
            line("consumer latency min/median/75th/95th/99th " + latency(total.consumed()) + ", 99.9th "
                    + run.latency(total.consumed().p999()) + ", max "
                    + run.latency(total.consumed().max()));
        }
        if (!total.confirmed().isEmpty()) {
            line("confirm latency min/median/75th/95th/99th " + latency(total.confirmed()) + ", 99.9th "
                    + run.latency(total.confirmed().p999()) + ", max "
                    + run.latency(total.confirmed().max()));
        }
        line("sent " + counts.sent() + ", received " + counts.received()
                + (run.confirming()
                        ? ", confirmed " + counts.confirmed() + ", nacked " + counts.nacked() + ", unknown "
                                + counts.unknown()
                        : "")
                + (run.mandatory() ? ", returned " + counts.returned() : "")
                + (total.outages() > 0 ? ", connections lost " + total.outages() : ""));
        line(String.format(Locale.ROOT, "%s, CPU %.2f µs a message", run.client(), summary.cpuMicrosPerMessage()));
        Failures.expectWritten(out);
    }

    private void line(String text) {
        out.println("id: " + run.id() + ", " + text);
    }
}
