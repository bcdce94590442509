// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.perf.stats.Counts;
import amqp.cli.perf.stats.Interval;
import amqp.cli.perf.stats.Latency;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A run with its figures, as a part of a page. */
record Section(Run run, List<Interval> intervals, Summary summary) {

    String html() {
        StringBuilder html = new StringBuilder("<h2>").append(escaped(run.id())).append("</h2>\n");
        html.append("<p>")
                .append(escaped(run.client()))
                .append("<br>")
                .append(escaped(run.load()))
                .append("</p>\n");
        table(html);
        html.append(rates().html("Messages a second", "msg/s"));
        latencyChart(html, "Latency of consumers", Interval::consumed);
        latencyChart(html, "Latency of confirms", Interval::confirmed);
        return html.toString();
    }

    /** A row of the table that compares runs. */
    String row() {
        Interval total = summary.total();
        Latency consumed = total.consumed();
        return String.format(
                Locale.ROOT,
                "<tr><td>%s<td>%s<td>%s<td>%s<td>%.3f<td>%.3f<td>%.3f<td>%.2f%n",
                escaped(run.id()),
                escaped(run.client()),
                Run.rate(total.rate(total.counts().sent())),
                Run.rate(total.rate(total.counts().received())),
                consumed.median() / 1e6,
                consumed.p99() / 1e6,
                consumed.max() / 1e6,
                summary.cpuMicrosPerMessage());
    }

    private Chart rates() {
        Chart chart = new Chart(intervals);
        curve(chart, run.producing(), "sent", Counts::sent);
        curve(chart, run.consuming(), "received", Counts::received);
        curve(chart, run.producing() && run.confirming(), "confirmed", Counts::confirmed);
        curve(chart, run.producing() && run.mandatory(), "returned", Counts::returned);
        return chart;
    }

    private static void curve(Chart chart, boolean shown, String name, ToLongFunction<Counts> count) {
        if (shown) {
            chart.curve(name, interval -> interval.rate(count.applyAsLong(interval.counts())));
        }
    }

    private void latencyChart(StringBuilder html, String title, Function<Interval, Latency> latency) {
        if (intervals.stream().map(latency).allMatch(Latency::isEmpty)) {
            return;
        }
        Chart chart = new Chart(intervals);
        chart.curve("median", interval -> millis(latency.apply(interval), Latency::median));
        chart.curve("95th percentile", interval -> millis(latency.apply(interval), Latency::p95));
        chart.curve("99th percentile", interval -> millis(latency.apply(interval), Latency::p99));
        html.append(chart.html(title, "ms"));
    }

    private static double millis(Latency latency, ToLongFunction<Latency> nanos) {
        return latency.isEmpty() ? Double.NaN : nanos.applyAsLong(latency) / 1e6;
    }

    private void table(StringBuilder html) {
        Interval total = summary.total();
        Counts counts = total.counts();
        html.append("<table><tr><th><th>messages<th>a second\n");
        row(html, run.producing(), "sent", total, counts.sent());
        row(html, run.consuming(), "received", total, counts.received());
        row(html, run.producing() && run.confirming(), "confirmed", total, counts.confirmed());
        row(html, counts.nacked() > 0, "nacked", total, counts.nacked());
        row(html, counts.unknown() > 0, "without a confirm", total, counts.unknown());
        row(html, run.producing() && run.mandatory(), "returned", total, counts.returned());
        html.append(
                "</table>\n<table><tr><th>latency in ms<th>min<th>median<th>75th<th>95th<th>99th<th>99.9th<th>max\n");
        row(html, "of consumers", total.consumed());
        row(html, "of confirms", total.confirmed());
        html.append(String.format(
                Locale.ROOT,
                "</table>%n<p>%.1f s, %d connections lost, CPU %.2f µs a message</p>%n",
                total.seconds(),
                total.outages(),
                summary.cpuMicrosPerMessage()));
    }

    private static void row(StringBuilder html, boolean shown, String name, Interval total, long count) {
        if (shown) {
            html.append(
                    String.format(Locale.ROOT, "<tr><td>%s<td>%,d<td>%s%n", name, count, Run.rate(total.rate(count))));
        }
    }

    private static void row(StringBuilder html, String name, Latency latency) {
        if (latency.isEmpty()) {
            return;
        }
        html.append("<tr><td>").append(name);
        for (long nanos : new long[] {
            latency.min(), latency.median(), latency.p75(), latency.p95(), latency.p99(), latency.p999(), latency.max()
        }) {
            html.append(String.format(Locale.ROOT, "<td>%.3f", nanos / 1e6));
        }
        html.append('\n');
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
