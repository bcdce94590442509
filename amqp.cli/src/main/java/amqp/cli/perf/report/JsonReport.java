// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.perf.stats.Counts;
import amqp.cli.perf.stats.Interval;
import amqp.cli.perf.stats.Latency;
import amqp.cli.terminal.Failures;
import amqp.cli.terminal.JsonText;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** A line of JSON for each interval, and one for the summary, on stdout. */
public final class JsonReport implements Report {
    private final Run run;
    private final PrintWriter out;

    public JsonReport(Run run, PrintWriter stdout) {
        this.run = run;
        this.out = stdout;
    }

    @Override
    public void interval(Interval interval) {
        print(members("interval", interval));
    }

    @Override
    public void summary(Summary summary) {
        Map<String, Object> members = members("summary", summary.total());
        members.put("client", run.client());
        members.put("load", run.load());
        members.put("cpuMillisPerMessage", JsonText.rounded(summary.cpuMicrosPerMessage() / 1000, 6));
        print(members);
    }

    private Map<String, Object> members(String type, Interval interval) {
        Counts counts = interval.counts();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type);
        members.put("id", run.id());
        members.put("elapsedSeconds", rounded(interval.end()));
        members.put("seconds", rounded(interval.seconds()));
        members.put("published", counts.sent());
        members.put("consumed", counts.received());
        members.put("returned", counts.returned());
        members.put("confirmed", counts.confirmed());
        members.put("nacked", counts.nacked());
        members.put("unknown", counts.unknown());
        members.put("publishedPerSecond", rounded(interval.rate(counts.sent())));
        members.put("consumedPerSecond", rounded(interval.rate(counts.received())));
        members.put("connectionsLost", interval.outages());
        members.put("connectionsDown", interval.down());
        putLatency(members, "consumerLatencyMillis", interval.consumed());
        putLatency(members, "confirmLatencyMillis", interval.confirmed());
        return members;
    }

    private static void putLatency(Map<String, Object> members, String name, Latency latency) {
        if (!latency.isEmpty()) {
            Map<String, Object> millis = new LinkedHashMap<>();
            millis.put("min", rounded(latency.min() / 1e6));
            millis.put("p50", rounded(latency.median() / 1e6));
            millis.put("p75", rounded(latency.p75() / 1e6));
            millis.put("p95", rounded(latency.p95() / 1e6));
            millis.put("p99", rounded(latency.p99() / 1e6));
            millis.put("p999", rounded(latency.p999() / 1e6));
            millis.put("max", rounded(latency.max() / 1e6));
            members.put(name, millis);
        }
    }

    private static BigDecimal rounded(double value) {
        return JsonText.rounded(value, 3);
    }

    private void print(Map<String, Object> members) {
        out.println(JsonText.of(members));
        Failures.expectWritten(out);
    }
}
