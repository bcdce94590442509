// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.benchmark.NullBroker;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LatencyTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "blast.1000.16"})
    void everyMessageIsTimed(String neighbourQueue) throws Exception {
        try (NullBroker broker = NullBroker.start(0)) {
            for (String name : List.of("nio-executor", "netty", "amqp-client")) {
                try (Client client = Clients.open(name, broker.uri())) {
                    for (int round = 0; round < 2; round++) {
                        Latency latency = LatencyWorker.run(client, 20_000, 2000, neighbourQueue);
                        assertTrue(latency.p50() > 0 && latency.p50() <= latency.p99(), latency::toLine);
                        assertTrue(latency.p99() <= latency.p999() && latency.p999() <= latency.max(), latency::toLine);
                    }
                }
            }
        }
    }

    @Test
    void theFloorIsTimed() throws Exception {
        try (NullBroker broker = NullBroker.start(0);
                Client client = Clients.open("floor", broker.uri())) {
            for (int round = 0; round < 2; round++) {
                Latency latency = LatencyWorker.run(client, 20_000, 2000, "");
                assertTrue(latency.p50() > 0 && latency.p50() <= latency.max(), latency::toLine);
            }
        }
    }

    @Test
    void aSenderThatIsLateMakesWhatIsOverdueLate() throws Exception {
        Pace pace = new Pace(1_000_000, 1000);
        pace.run(body -> {
            long due = ByteBuffer.wrap(body).getLong();
            while (System.nanoTime() - due < 4_000_000) {
                Thread.onSpinWait();
            }
            pace.arrived(body);
        });
        Latency latency = pace.latency(0);
        assertTrue(latency.p50() > 3000, latency::toLine);
        assertFalse(latency.holds(1_000_000), latency::toLine);
    }

    @Test
    void survivesItsLine() {
        Latency latency = new Latency(10_000, 0.5, 50.25, 100, 1e3, 1e4);
        assertEquals(latency, Latency.parse(latency.toLine()));
        assertThrows(IllegalArgumentException.class, () -> Latency.parse("Exception in thread"));
    }

    @Test
    void medianIsTakenOfEachFigure() {
        List<Latency> rounds =
                List.of(new Latency(1, 1, 3, 1, 1, 1), new Latency(3, 3, 2, 3, 3, 3), new Latency(2, 2, 1, 2, 2, 2));
        assertEquals(new Latency(2, 2, 2, 2, 2, 2), Latency.median(rounds));
    }
}
