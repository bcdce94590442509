// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one round of one client came to. {@link Double#NaN} for what was not measured.
 *
 * @param rate messages a second
 * @param cpuMicros CPU time of the client's process, in microseconds for each message
 * @param octets allocated by the client's process for each message
 * @param p50Micros median time of an echo
 * @param p99Micros time that one echo of a hundred exceeds
 */
public record Round(double rate, double cpuMicros, double octets, double p50Micros, double p99Micros) {
    public static Round of(double rate, double cpuMicros, double octets) {
        return new Round(rate, cpuMicros, octets, Double.NaN, Double.NaN);
    }

    public String toJson() {
        return "{" + field("rate", rate) + ',' + field("cpu_us", cpuMicros) + ',' + field("octets", octets) + ','
                + field("p50_us", p50Micros) + ',' + field("p99_us", p99Micros) + "}";
    }

    /** Reads what {@link #toJson} and the worker in C write. */
    public static Round parse(String json) {
        return new Round(
                number(json, "rate"),
                number(json, "cpu_us"),
                number(json, "octets"),
                number(json, "p50_us"),
                number(json, "p99_us"));
    }

    /** The median of each figure. */
    public static Round median(Iterable<Round> rounds) {
        return new Round(
                median(rounds, Round::rate),
                median(rounds, Round::cpuMicros),
                median(rounds, Round::octets),
                median(rounds, Round::p50Micros),
                median(rounds, Round::p99Micros));
    }

    private static double median(Iterable<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] sorted = new double[0];
        for (Round round : rounds) {
            sorted = Arrays.copyOf(sorted, sorted.length + 1);
            sorted[sorted.length - 1] = figure.applyAsDouble(round);
        }
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String field(String name, double value) {
        return "\"" + name + "\":" + (Double.isNaN(value) ? "null" : String.format(Locale.ROOT, "%.4f", value));
    }

    private static double number(String json, String name) {
        Matcher matcher =
                Pattern.compile("\"" + name + "\":\\s*(-?[0-9.]+|null)").matcher(json);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no figure \"" + name + "\" in " + json);
        }
        return matcher.group(1).equals("null") ? Double.NaN : Double.parseDouble(matcher.group(1));
    }
}
