// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Mode;
import amqp.benchmark.load.Round;
import amqp.benchmark.report.BarChart;
import amqp.benchmark.report.Figures;
import amqp.benchmark.report.Machine;
import amqp.benchmark.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Results as tables and as a chart. */
final class ComparisonReport {
    private final Results results;
    private final Broker broker;

    ComparisonReport(Results results, Broker broker) {
        this.results = results;
        this.broker = broker;
    }

    /**
     * @param command that made the results
     * @param picture file name of the chart
     */
    String markdown(String command, String picture, Settings settings) {
        return introduction(command, picture, settings)
                + "Messages a second (echo: median time), and how many times as good ours is:\n\n"
                + summary() + "\n"
                + "CPU time of the client's process, in µs a message; × is how many times less ours takes:\n\n"
                + cpuSummary() + "\n"
                + settings.against().map(folder -> against() + "\n").orElse("")
                + "All figures; CPU time and allocation are those of the client's process:\n\n" + details();
    }

    private String against() {
        Table table =
                new Table("", "messages/s", "before", "×", "CPU µs/message", "before", "×", "octets/message", "before");
        results.all()
                .forEach((measured, rounds) -> rounds.forEach((contender, now) -> {
                    Optional<Round> kept = results.of(measured, contender.before());
                    kept.ifPresent(before -> table.row(List.of(
                            measured.title() + ": " + contender.title(),
                            Figures.count(now.rate()),
                            Figures.count(before.rate()),
                            ratio(measured, contender, contender.before()),
                            Figures.digits(now.cpuMicros()),
                            Figures.digits(before.cpuMicros()),
                            cpuRatio(measured, contender, contender.before()),
                            Figures.digits(now.octets()),
                            Figures.digits(before.octets()))));
                }));
        return "Against the jars of before, in the same run; × is how many times as good:\n\n" + table;
    }

    private Table summary() {
        Table table = new Table(
                "",
                "floor",
                "ours, nio",
                "ours, blocking",
                "ours, executor",
                "best JVM peer",
                "rabbitmq-c",
                "nio ÷ JVM peer",
                "executor ÷ JVM peer",
                "nio ÷ rabbitmq-c",
                "nio ÷ floor");
        for (Case measured : results.all().keySet()) {
            Optional<Contender> peer = results.bestPeer(measured);
            table.row(List.of(
                    measured.title(),
                    speed(measured, Contender.FLOOR),
                    speed(measured, Contender.NIO),
                    speed(measured, Contender.BLOCKING),
                    speed(measured, Contender.NIO_EXECUTOR),
                    peer.map(each -> speed(measured, each)).orElse("–"),
                    speed(measured, Contender.RABBITMQ_C),
                    peer.map(each -> ratio(measured, Contender.NIO, each)).orElse("–"),
                    peer.map(each -> ratio(measured, Contender.NIO_EXECUTOR, each))
                            .orElse("–"),
                    ratio(measured, Contender.NIO, Contender.RABBITMQ_C),
                    ratio(measured, Contender.NIO, Contender.FLOOR)));
        }
        return table;
    }

    private Table cpuSummary() {
        Table table = new Table(
                "",
                "ours, nio",
                "ours, blocking",
                "ours, executor",
                "most frugal JVM peer",
                "nio",
                "blocking",
                "executor");
        for (Case measured : results.all().keySet()) {
            Optional<Contender> peer = results.mostFrugalPeer(measured);
            table.row(List.of(
                    measured.title(),
                    cpu(measured, Contender.NIO),
                    cpu(measured, Contender.BLOCKING),
                    cpu(measured, Contender.NIO_EXECUTOR),
                    peer.map(each -> cpu(measured, each)).orElse("–"),
                    peer.map(each -> cpuRatio(measured, Contender.NIO, each)).orElse("–"),
                    peer.map(each -> cpuRatio(measured, Contender.BLOCKING, each))
                            .orElse("–"),
                    peer.map(each -> cpuRatio(measured, Contender.NIO_EXECUTOR, each))
                            .orElse("–")));
        }
        return table;
    }

    private String cpu(Case measured, Contender contender) {
        return Figures.digits(cpuMicros(measured, contender));
    }

    private String cpuRatio(Case measured, Contender ours, Contender peer) {
        return Figures.ratio(cpuMicros(measured, peer) / cpuMicros(measured, ours));
    }

    private double cpuMicros(Case measured, Contender contender) {
        return results.of(measured, contender).map(Round::cpuMicros).orElse(Double.NaN);
    }

    /** Without a summary. */
    String detailed(String command, String picture, Settings settings) {
        return introduction(command, picture, settings)
                + "CPU time and allocation are those of the client's process:\n\n" + details();
    }

    private String introduction(String command, String picture, Settings settings) {
        return "## Clients side by side, on " + broker.title() + "\n\n"
                + "Made by `" + command + "`: medians of " + settings.rounds() + " rounds after "
                + settings.warmUps() + " to warm up; each client in its own process, in turns. Machine: "
                + Machine.description() + ".\n\n"
                + "![the same as a chart](" + picture + ")\n\n";
    }

    private Table details() {
        Table table = new Table(
                "",
                "messages/s",
                "CPU µs/message",
                "octets/message",
                "p50 µs",
                "p99 µs",
                "× best JVM peer",
                "× less CPU than any");
        results.all().forEach((measured, rounds) -> {
            table.row(List.of("**" + measured.title() + "**", "", "", "", "", "", "", ""));
            rounds.forEach((contender, round) -> table.row(List.of(
                    contender.title(),
                    Figures.count(round.rate()),
                    Figures.digits(round.cpuMicros()),
                    Figures.digits(round.octets()),
                    Figures.digits(round.p50Micros()),
                    Figures.digits(round.p99Micros()),
                    results.bestPeer(measured)
                            .map(peer -> ratio(measured, contender, peer))
                            .orElse("–"),
                    results.mostFrugalPeer(measured)
                            .map(peer -> cpuRatio(measured, contender, peer))
                            .orElse("–"))));
        });
        return table;
    }

    private String speed(Case measured, Contender contender) {
        return results.of(measured, contender)
                .map(round -> speed(measured, round))
                .orElse("–");
    }

    private static String speed(Case measured, Round round) {
        return measured.mode() == Mode.ECHO ? Figures.digits(round.p50Micros()) + " µs" : Figures.count(round.rate());
    }

    private String ratio(Case measured, Contender one, Contender other) {
        Optional<Round> first = results.of(measured, one);
        Optional<Round> second = results.of(measured, other);
        return first.isPresent() && second.isPresent()
                ? Figures.ratio(Results.ratio(measured, first.get(), second.get()))
                : "–";
    }

    String svg() {
        BarChart chart = new BarChart("AMQP 0-9-1 clients on " + broker.title());
        results.all().forEach((measured, rounds) -> chart.panel(measured.title(), note(measured), bars(measured)));
        return chart.svg();
    }

    private String note(Case measured) {
        String unit = measured.mode() == Mode.ECHO ? "µs at p50 (p99), less is better" : "messages a second";
        return results.of(measured, Contender.FLOOR)
                .map(floor -> unit + "; floor " + text(measured, floor))
                .orElse(unit);
    }

    private List<BarChart.Bar> bars(Case measured) {
        List<BarChart.Bar> bars = new ArrayList<>();
        for (Map.Entry<Contender, Round> entry : results.all().get(measured).entrySet()) {
            Contender contender = entry.getKey();
            if (contender.kind() != Contender.Kind.FLOOR) {
                Round round = entry.getValue();
                double value = measured.mode() == Mode.ECHO ? round.p50Micros() : round.rate();
                bars.add(new BarChart.Bar(contender.title(), colour(contender), value, text(measured, round)));
            }
        }
        Comparator<BarChart.Bar> byValue = Comparator.comparingDouble(BarChart.Bar::value);
        bars.sort(measured.mode() == Mode.ECHO ? byValue : byValue.reversed());
        return bars;
    }

    private static String text(Case measured, Round round) {
        return measured.mode() == Mode.ECHO
                ? Figures.digits(round.p50Micros()) + " (" + Figures.digits(round.p99Micros()) + ")"
                : Figures.count(round.rate());
    }

    static String colour(Contender contender) {
        return switch (contender.kind()) {
            case FLOOR, OURS_BEFORE -> "floor";
            case OURS -> "ours";
            case JVM_PEER -> "peer";
            case C_PEER -> "c";
        };
    }
}
