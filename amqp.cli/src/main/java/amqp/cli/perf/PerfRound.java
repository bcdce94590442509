// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.json.Json;

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
        Json json = new Json().object();
        json.name("mode").value(mode);
        json.name("adapter").value(adapter);
        json.name("size").value(size);
        json.name("count").value(count);
        json.name("round").value(number);
        json.name("messagesPerSecond").value(messagesPerSecond(), 1);
        json.name("cpuMicrosPerMessage").value(cpuMicrosPerMessage(), 3);
        json.name("allocatedBytesPerMessage").value(allocatedBytesPerMessage(), 1);
        if (!latencyMicros().isEmpty()) {
            json.name("latencyMicros").object();
            latencyMicros().forEach((name, micros) -> json.name(name).value(micros, 1));
            json.endObject();
        }
        return json.endObject().toString();
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
