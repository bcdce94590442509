// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.benchmark.load.Round;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManyTest {
    @Test
    void allAreServed() throws IOException {
        Settings settings = Settings.parse(List.of("--scale", "0.005", "--rounds", "1", "--warm-ups", "1"));
        String markdown = new Many(settings, 2).markdown();
        assertTrue(markdown.contains("| 5 busy of 50 "), markdown);
        assertTrue(markdown.contains("\n| 2 "), markdown);
    }

    @Test
    void roundSurvivesItsLine() {
        BusyRound round = new BusyRound(Round.of(1000, 2.5, 104), 3, 12);
        BusyRound parsed = BusyRound.parse(round.toLine());
        assertEquals(3, parsed.slowest());
        assertEquals(0.25, parsed.fairness());
        assertEquals(1000, parsed.all().rate());
    }
}
