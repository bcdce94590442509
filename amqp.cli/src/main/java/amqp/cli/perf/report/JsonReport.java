// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.perf.stats.Counts;
import amqp.cli.perf.stats.Interval;
import amqp.cli.perf.stats.Latency;
import amqp.cli.terminal.JsonText;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** A line of JSON for each interval, and one for the summary, on stdout. */
public final class JsonReport implements Report {
    private final Run run;
    private final Output out;

    public JsonReport(Run run, PrintWriter stdout) {
        this.run = run;
        this.out = new Output(stdout);
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
        members.put("cpuMicrosPerMessage", rounded(summary.cpuMicrosPerMessage()));
        print(members);
    }

    private Map<String, Object> members(String type, Interval interval) {
        Counts counts = interval.counts();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type);
        members.put("id", run.id());
        members.put("time", rounded(interval.end()));
        members.put("seconds", rounded(interval.seconds()));
        members.put("sent", counts.sent());
        members.put("received", counts.received());
        members.put("returned", counts.returned());
        members.put("confirmed", counts.confirmed());
        members.put("nacked", counts.nacked());
        members.put("unknown", counts.unknown());
        members.put("sentPerSecond", rounded(interval.rate(counts.sent())));
        members.put("receivedPerSecond", rounded(interval.rate(counts.received())));
        members.put("connectionsLost", interval.outages());
        members.put("connectionsDown", interval.down());
        putLatency(members, "consumerLatencyMicros", interval.consumed());
        putLatency(members, "confirmLatencyMicros", interval.confirmed());
        return members;
    }

    private static void putLatency(Map<String, Object> members, String name, Latency latency) {
        if (!latency.isEmpty()) {
            Map<String, Object> micros = new LinkedHashMap<>();
            micros.put("min", latency.min() / 1000);
            micros.put("median", latency.median() / 1000);
            micros.put("p75", latency.p75() / 1000);
            micros.put("p95", latency.p95() / 1000);
            micros.put("p99", latency.p99() / 1000);
            micros.put("p999", latency.p999() / 1000);
            micros.put("max", latency.max() / 1000);
            members.put(name, micros);
        }
    }

    private static BigDecimal rounded(double value) {
        return JsonText.rounded(value, 3);
    }

    private void print(Map<String, Object> members) {
        out.println(JsonText.of(members));
    }
}
