// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Latency;
import amqp.benchmark.load.Mode;
import amqp.benchmark.report.BarChart;
import amqp.benchmark.report.Figures;
import amqp.benchmark.report.Machine;
import amqp.benchmark.report.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Latencies as a table and as a chart. */
final class LatencyReport {
    private final Settings settings;
    private final Broker broker;
    private final Map<Integer, Map<Contender, Latency>> medians;

    LatencyReport(Settings settings, Broker broker, Map<Integer, Map<Contender, Latency>> medians) {
        this.settings = settings;
        this.broker = broker;
        this.medians = medians;
    }

    /** Name of the section, and of the picture's file but for its ending. */
    String name() {
        return "latency" + (settings.scenario() == Scenario.PLAIN ? "" : "-" + settings.scenario())
                + (broker.isReal() ? "-rabbitmq" : "");
    }

    String picture() {
        return name() + ".svg";
    }

    private String title() {
        return "Latency on " + broker.title() + settings.scenario().title();
    }

    String markdown() {
        return "## " + title() + "\n\nMade by `" + settings.command("latency")
                + "`: medians of " + settings.rounds() + " rounds after " + settings.warmUps()
                + " to warm up; each client in its own process, in turns. Bodies of 16 octets pass from one thread through"
                + " a queue to a consumer with auto-ack, on one channel. The time of a message begins when the rate has it"
                + " due, whether the sender, which sleeps meanwhile, is late or not. A rate is not held where less than"
                + " 99 % of it came. " + neighbour() + "Machine: " + Machine.description()
                + ".\n\n![p99 as a chart](" + picture() + ")\n\n" + table();
    }

    private String neighbour() {
        return settings.scenario() == Scenario.NEIGHBOUR
                ? "The neighbour takes 5 ms for each message of its queue, with a prefetch of " + Mode.PREFETCH
                        + ", on the executor that the client has for slow callbacks. "
                : "";
    }

    private Table table() {
        Table table = new Table(
                "",
                "messages/s",
                "CPU µs/message",
                "p50 µs",
                "p99 µs",
                "p99.9 µs",
                "max µs",
                "p99: best JVM peer ÷ this");
        medians.forEach((rate, latencies) -> {
            table.row(List.of("**" + Figures.count(rate) + " messages/s**", "", "", "", "", "", "", ""));
            latencies.forEach((contender, latency) -> table.row(row(rate, contender, latency)));
        });
        return table;
    }

    private List<String> row(int rate, Contender contender, Latency latency) {
        boolean held = latency.holds(rate);
        OptionalDouble best = bestPeer(rate);
        return List.of(
                contender.title() + (held ? "" : ", not held"),
                Figures.count(latency.rate()),
                Figures.digits(latency.cpuMicros()),
                Figures.digits(latency.p50()),
                Figures.digits(latency.p99()),
                Figures.digits(latency.p999()),
                Figures.digits(latency.max()),
                held && best.isPresent() ? Figures.ratio(best.getAsDouble() / latency.p99()) : "–");
    }

    private OptionalDouble bestPeer(int rate) {
        return medians.get(rate).entrySet().stream()
                .filter(each -> each.getKey().kind() == Contender.Kind.JVM_PEER)
                .filter(each -> each.getValue().holds(rate))
                .mapToDouble(each -> each.getValue().p99())
                .min();
    }

    String svg() {
        BarChart chart = new BarChart(title());
        medians.forEach(
                (rate, latencies) -> chart.panel(Figures.count(rate) + " messages a second", note(rate), bars(rate)));
        return chart.svg();
    }

    private String note(int rate) {
        String absent = medians.get(rate).entrySet().stream()
                .filter(each -> !each.getValue().holds(rate))
                .map(each -> each.getKey().title())
                .collect(Collectors.joining("; "));
        return "µs at p99 (p50, p99.9), less is better" + (absent.isEmpty() ? "" : "; not held by " + absent);
    }

    private List<BarChart.Bar> bars(int rate) {
        return medians.get(rate).entrySet().stream()
                .filter(each -> each.getValue().holds(rate))
                .map(each -> bar(each.getKey(), each.getValue()))
                .sorted(Comparator.comparingDouble(BarChart.Bar::value))
                .toList();
    }

    private static BarChart.Bar bar(Contender contender, Latency latency) {
        return new BarChart.Bar(
                contender.title(),
                ComparisonReport.colour(contender),
                latency.p99(),
                Figures.digits(latency.p99()) + " (" + Figures.digits(latency.p50()) + ", "
                        + Figures.digits(latency.p999()) + ")");
    }
}
