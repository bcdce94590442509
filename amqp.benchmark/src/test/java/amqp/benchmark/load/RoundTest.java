// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundTest {
    @Test
    void survivesItsLine() {
        Round round = new Round(5_000_000.5, 0.25, 32, Double.NaN, 1234.5);
        assertEquals(round, Round.parse(round.toJson()));
    }

    @Test
    void aLineWithoutTheFiguresIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Round.parse("Exception in thread"));
    }

    @Test
    void medianIsTakenOfEachFigure() {
        List<Round> rounds = List.of(Round.of(1, 30, 200), Round.of(3, 10, 100), Round.of(2, 20, 300));
        assertEquals(Round.of(2, 20, 200), Round.median(rounds));
    }
}
