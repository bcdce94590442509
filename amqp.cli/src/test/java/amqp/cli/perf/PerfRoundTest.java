// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.cli.terminal.Reading;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PerfRoundTest {
    @Test
    void showsARound() {
        Reading used = new Reading(500_000_000, 100_000_000, 4_000);
        Workload.Result echo = new Workload.Result(used, Map.of("p50", 12.34));
        assertEquals(
                "{\"mode\":\"echo\",\"adapter\":\"nio\",\"size\":16,\"count\":1000,\"round\":2,"
                        + "\"messagesPerSecond\":2000.0,\"cpuMicrosPerMessage\":100.000,"
                        + "\"allocatedBytesPerMessage\":4.0,\"latencyMicros\":{\"p50\":12.3}}",
                new PerfRound("echo", "nio", 16, 1000, 2, echo).json());
        Workload.Result publish = new Workload.Result(used, Map.of());
        assertEquals(
                "publish nio  round 1  1000 x 16 bytes  2,000 messages/s  100.00 us CPU  4 bytes allocated a message",
                new PerfRound("publish", "nio", 16, 1000, 1, publish).text());
    }
}
