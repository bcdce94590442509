// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import java.util.Locale;

/**
 * What reports tell of a run beside its figures.
 *
 * @param id names it
 * @param client as {@link amqp.cli.perf.client.LoadClient#description} says
 * @param load in words
 * @param inMillis whether latencies are known to the millisecond only
 */
public record Run(
        String id,
        String client,
        String load,
        boolean producing,
        boolean consuming,
        boolean confirming,
        boolean mandatory,
        boolean inMillis) {

    String unit() {
        return inMillis ? "ms" : "µs";
    }

    /** In its unit. */
    long latency(long nanos) {
        return nanos / (inMillis ? 1_000_000 : 1000);
    }

    /** As people read it. */
    static String rate(double rate) {
        return String.format(Locale.ROOT, rate == 0 || rate >= 10 ? "%.0f" : rate < 1 ? "%.2f" : "%.1f", rate);
    }
}
