// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.report.Figures;
import amqp.benchmark.report.Machine;
import amqp.benchmark.report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Many connections over nio: mostly idle ones on one loop, and busy ones over more loops. */
final class Many {
    private static final int CONNECTIONS = 10_000;
    private static final int BUSY = 1000;
    private static final int SPREAD = 64;
    private static final int ROUND_MILLIS = 1000;
    private static final double KIBIBYTE = 1 << 10;
    private static final double MEBIBYTE = 1 << 20;

    private final Settings settings;
    private final int processors;

    /** @param processors the most loops */
    Many(Settings settings, int processors) {
        this.settings = settings;
        this.processors = processors;
    }

    String markdown() throws IOException {
        return "## Many connections\n\nMade by `" + settings.command("many")
                + "`: ours over nio on null brokers in other processes, callbacks on the I/O thread; medians of "
                + settings.rounds() + " rounds in turns. Fairness is the rate of the slowest busy connection"
                + " divided by that of the fastest. Machine: " + Machine.description() + ".\n\n" + oneLoop() + "\n"
                + moreLoops();
    }

    private String oneLoop() throws IOException {
        int all = settings.scaled(CONNECTIONS);
        int busy = settings.scaled(BUSY);
        List<Crowd> crowds = new ArrayList<>();
        try {
            crowds.add(new Crowd(busy + " busy alone", busy, busy, 1, 1));
            crowds.add(new Crowd(busy + " busy of " + all, all, busy, 1, 1));
            measure(crowds);
            Table opened = new Table("connections", "opened in s", "heap MiB", "heap KiB each");
            for (Crowd crowd : crowds) {
                int number = crowd == crowds.get(0) ? busy : all;
                opened.row(List.of(
                        Integer.toString(number),
                        Figures.digits(crowd.secondsToOpen()),
                        Figures.digits(crowd.heap() / MEBIBYTE),
                        Figures.digits((crowd.heap() - crowd.emptyHeap()) / number / KIBIBYTE)));
            }
            return "### " + all + " connections on one loop\n\n" + opened + "\n" + rates("connections", crowds);
        } finally {
            close(crowds);
        }
    }

    private String moreLoops() throws IOException {
        int connections = settings.scaled(SPREAD);
        List<Crowd> crowds = new ArrayList<>();
        try {
            for (int loops = 1; loops <= processors; loops *= 2) {
                crowds.add(new Crowd(Integer.toString(loops), connections, connections, loops, processors));
            }
            measure(crowds);
            return "### " + connections + " busy connections over more loops\n\nOver " + processors
                    + " null brokers, each with one thread, on the same processors.\n\n" + rates("loops", crowds);
        } finally {
            close(crowds);
        }
    }

    private void measure(List<Crowd> crowds) throws IOException {
        long milliseconds = Math.min(ROUND_MILLIS, settings.scaled(ROUND_MILLIS));
        for (BusyLoad load : BusyLoad.values()) {
            System.err.println("many: " + load.title());
            for (int i = -settings.warmUps(); i < settings.rounds(); i++) {
                for (Crowd crowd : crowds) {
                    if (i < 0) {
                        crowd.round(load, milliseconds);
                    } else {
                        crowd.measure(load, milliseconds);
                    }
                }
            }
        }
    }

    private static String rates(String what, List<Crowd> crowds) {
        Table table = new Table(
                "load, " + what, "messages/s", "CPU µs/message", "slowest/s", "fastest/s", "fairness", "rate ÷ first");
        for (BusyLoad load : BusyLoad.values()) {
            double first = crowds.get(0).median(load).all().rate();
            table.row(List.of("**" + load.title() + "**", "", "", "", "", "", ""));
            for (Crowd crowd : crowds) {
                BusyRound median = crowd.median(load);
                table.row(List.of(
                        crowd.title(),
                        Figures.count(median.all().rate()),
                        Figures.digits(median.all().cpuMicros()),
                        Figures.count(median.slowest()),
                        Figures.count(median.fastest()),
                        Figures.digits(median.fairness()),
                        Figures.ratio(median.all().rate() / first)));
            }
        }
        return table.toString();
    }

    private static void close(List<Crowd> crowds) throws IOException {
        for (Crowd crowd : crowds) {
            crowd.close();
        }
    }
}
