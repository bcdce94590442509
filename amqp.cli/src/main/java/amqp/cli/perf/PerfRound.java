// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.terminal.JsonText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A measured round, as it is shown.
 *
 * @param size octets of a body
 * @param count messages
 * @param number from 1
 */
record PerfRound(String mode, String adapter, int size, long count, int number, Workload.Result result) {

    String json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("mode", mode);
        members.put("adapter", adapter);
        members.put("size", size);
        members.put("count", count);
        members.put("round", number);
        members.put("messagesPerSecond", JsonText.rounded(messagesPerSecond(), 1));
        members.put("cpuMicrosPerMessage", JsonText.rounded(cpuMicrosPerMessage(), 3));
        members.put("allocatedBytesPerMessage", JsonText.rounded(allocatedBytesPerMessage(), 1));
        if (!latencyMicros().isEmpty()) {
            Map<String, Object> latency = new LinkedHashMap<>();
            latencyMicros().forEach((name, micros) -> latency.put(name, JsonText.rounded(micros, 1)));
            members.put("latencyMicros", latency);
        }
        return JsonText.of(members);
    }

    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s %s  round %d  %d x %d bytes  %,.0f messages/s  %.2f us CPU  %.0f bytes allocated a message",
                mode,
                adapter,
                number,
                count,
                size,
                messagesPerSecond(),
                cpuMicrosPerMessage(),
                allocatedBytesPerMessage()));
        latencyMicros()
                .forEach((name, micros) -> text.append(String.format(Locale.ROOT, "  %s %.1f us", name, micros)));
        return text.toString();
    }

    private double messagesPerSecond() {
        return count * 1e9 / Math.max(1, result.used().nanos());
    }

    private double cpuMicrosPerMessage() {
        return result.used().cpuNanos() / 1e3 / count;
    }

    private double allocatedBytesPerMessage() {
        return (double) result.used().allocatedBytes() / count;
    }

    private Map<String, Double> latencyMicros() {
        return result.latencyMicros();
    }
}
