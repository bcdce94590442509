// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.benchmark.load.Latency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyReportTest {
    private static final Settings SETTINGS = Settings.parse(List.of("--scenario", "neighbour", "--rounds", "3"));

    @Test
    void comparesWithPeersThatHoldTheRate() throws Exception {
        Map<Contender, Latency> latencies = new LinkedHashMap<>();
        latencies.put(Contender.NIO, new Latency(10_000, 1, 50, 100, 200, 300));
        latencies.put(Contender.PEER_BLOCKING, new Latency(9_990, 1, 80, 150, 200, 300));
        latencies.put(Contender.PEER_NIO, new Latency(5_000, 1, 80, 120, 200, 300));
        try (Broker broker = new NullBrokerProcess()) {
            LatencyReport report = new LatencyReport(SETTINGS, broker, Map.of(10_000, latencies));
            assertEquals("latency-neighbour.svg", report.picture());
            String markdown = report.markdown();
            assertTrue(markdown.contains("`bin/benchmark latency --rounds 3 --scenario neighbour`"), markdown);
            assertTrue(
                    markdown.lines().anyMatch(each -> each.contains("ours, nio") && each.contains("1.50 ×")), markdown);
            assertTrue(markdown.contains("| amqp-client, NIO, not held"), markdown);
            assertTrue(report.svg().contains("not held by amqp-client, NIO"), report::svg);
            assertFalse(report.svg().contains(">120 (80.0, 200)<"), report::svg);
        }
    }
}
