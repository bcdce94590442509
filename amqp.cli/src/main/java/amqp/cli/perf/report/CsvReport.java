// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.perf.stats.Counts;
import amqp.cli.perf.stats.Interval;
import amqp.cli.perf.stats.Latency;
import amqp.cli.terminal.OutputFile;
import java.nio.file.Path;
import java.util.Locale;

/** The columns that RabbitMQ's perf-test writes, and the connections that are lost; a line for each interval. */
public final class CsvReport implements Report {
    private final Run run;
    private final OutputFile file;
    private boolean begun;

    public CsvReport(Run run, Path file) {
        this.run = run;
        this.file = OutputFile.create("--csv", file);
    }

    /** With the first line of figures, so that a run that does not begin leaves no file. */
    private void begin() {
        begun = true;
        line("id,time (s),published (msg/s),returned (msg/s),confirmed (msg/s),nacked (msg/s),received (msg/s),"
                + heads("consumer") + "," + heads("confirm") + ",connections lost");
    }

    private String heads(String what) {
        return String.format(
                "min %1$s latency (%2$s),median %1$s latency (%2$s),75th p. %1$s latency (%2$s),"
                        + "95th p. %1$s latency (%2$s),99th p. %1$s latency (%2$s)",
                what, run.unit());
    }

    private void line(String line) {
        file.write(line + "\n");
    }

    @Override
    public void interval(Interval interval) {
        if (!begun) {
            begin();
        }
        Counts counts = interval.counts();
        line(quoted(run.id()) + "," + String.format(Locale.ROOT, "%.3f", interval.end()) + ","
                + rate(run.producing(), interval, counts.sent()) + ","
                + rate(run.producing() && run.mandatory(), interval, counts.returned()) + ","
                + rate(run.producing() && run.confirming(), interval, counts.confirmed()) + ","
                + rate(run.producing() && run.confirming(), interval, counts.nacked()) + ","
                + rate(run.consuming(), interval, counts.received()) + ","
                + latency(interval.consumed()) + "," + latency(interval.confirmed()) + "," + interval.down());
    }

    private static String rate(boolean shown, Interval interval, long count) {
        return shown ? Run.rate(interval.rate(count)) : "";
    }

    private String latency(Latency latency) {
        return latency.isEmpty()
                ? ",,,,"
                : run.latency(latency.min()) + "," + run.latency(latency.median()) + "," + run.latency(latency.p75())
                        + "," + run.latency(latency.p95()) + "," + run.latency(latency.p99());
    }

    private static String quoted(String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void summary(Summary summary) {
        // The lines say it all.
    }

    @Override
    public void close() {
        file.close();
    }
}
