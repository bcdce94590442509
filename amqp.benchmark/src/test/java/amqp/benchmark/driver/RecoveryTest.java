// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class RecoveryTest {
    @Test
    @EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
    void allComeBack() throws IOException {
        Recovery recovery = Recovery.of(Settings.parse(List.of("--scale", "0.003")));
        assertEquals(0, recovery.recovered().notRestored());
        assertEquals(
                3,
                recovery.recovered().recoveries().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
        String markdown = recovery.markdown("bin/benchmark recovery");
        assertTrue(markdown.contains(": 3 connections over nio"), markdown);
    }

    @Test
    void resultSurvivesItsLine() {
        Recovered recovered = new Recovered(1, 2, 3, 40, 5, 6, List.of(7, 0, 8), List.of(0, 9), 1e9, Double.NaN);
        assertEquals(recovered, Recovered.parse(recovered.toLine()));
    }
}
