// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.perf.stats.Interval;
import amqp.cli.terminal.Closing;
import java.util.List;

/** Several reports of one run. */
public record Reports(List<Report> all) implements Report {
    @Override
    public void interval(Interval interval) {
        all.forEach(report -> report.interval(interval));
    }

    @Override
    public void summary(Summary summary) {
        all.forEach(report -> report.summary(summary));
    }

    @Override
    public void close() {
        Closing.all(all, Report::close);
    }
}
