// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What one round of one client at a steady rate came to, from the moment when a message was due to its arrival.
 *
 * @param rate messages a second that came
 * @param cpuMicros CPU time of the client's process, in microseconds for each message
 * @param p50 microseconds
 * @param p99 microseconds
 * @param p999 microseconds
 * @param max microseconds
 */
public record Latency(double rate, double cpuMicros, double p50, double p99, double p999, double max) {
    private static final double HELD = 0.99;

    /** One line for another process. */
    String toLine() {
        return DoubleStream.of(rate, cpuMicros, p50, p99, p999, max)
                .mapToObj(Double::toString)
                .collect(Collectors.joining(" "));
    }

    /**
     * Reads what {@link #toLine} gave.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Latency parse(String line) {
        double[] figures =
                Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
        if (figures.length != 6) {
            throw new IllegalArgumentException("no figures of a latency: " + line);
        }
        return new Latency(figures[0], figures[1], figures[2], figures[3], figures[4], figures[5]);
    }

    /** The median of each figure. */
    public static Latency median(List<Latency> rounds) {
        return new Latency(
                median(rounds, Latency::rate),
                median(rounds, Latency::cpuMicros),
                median(rounds, Latency::p50),
                median(rounds, Latency::p99),
                median(rounds, Latency::p999),
                median(rounds, Latency::max));
    }

    private static double median(List<Latency> rounds, ToDoubleFunction<Latency> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
    }

    /** Whether messages came as fast as they were due. */
    public boolean holds(int wanted) {
        return rate >= HELD * wanted;
    }
}
