// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.stats;

import org.HdrHistogram.Histogram;

/**
 * Some percentiles of times, in nanoseconds, exact to three digits.
 *
 * @param count how many times; all others are 0 without any
 */
public record Latency(long count, long min, long median, long p75, long p95, long p99, long p999, long max) {
    public static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0, 0, 0);

    static Latency of(Histogram nanos) {
        if (nanos.getTotalCount() == 0) {
            return NONE;
        }
        return new Latency(
                nanos.getTotalCount(),
                nanos.getMinValue(),
                nanos.getValueAtPercentile(50),
                nanos.getValueAtPercentile(75),
                nanos.getValueAtPercentile(95),
                nanos.getValueAtPercentile(99),
                nanos.getValueAtPercentile(99.9),
                nanos.getMaxValue());
    }

    public boolean isEmpty() {
        return count == 0;
    }
}
