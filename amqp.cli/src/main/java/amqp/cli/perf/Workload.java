// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.terminal.Reading;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** One kind of work that {@code amqp perf} measures. For one thread. */
interface Workload {
    /** Works through the messages of one round, and says what that took. */
    Result round();

    /**
     * What a round took.
     *
     * @param used from the first to the last of its messages
     * @param latencyMicros by name of the percentile; empty where latency is not measured
     */
    public record Result(Reading used, Map<String, Double> latencyMicros) {
        static Result of(Reading begin, Reading end) {
            return new Result(end.minus(begin), Map.of());
        }

        /** @param nanos latencies in nanoseconds */
        static Result of(Reading begin, Reading end, Histogram nanos) {
            Map<String, Double> latency = new LinkedHashMap<>();
            latency.put("p50", nanos.getValueAtPercentile(50) / 1e3);
            latency.put("p99", nanos.getValueAtPercentile(99) / 1e3);
            latency.put("p999", nanos.getValueAtPercentile(99.9) / 1e3);
            latency.put("max", nanos.getMaxValue() / 1e3);
            return new Result(end.minus(begin), latency);
        }
    }
}
