// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RareWarningTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 5, -1})
    void oneAMinuteWithTheNumberOfTheOthers(long start) {
        RareWarning warning = new RareWarning();
        assertEquals(0, warning.leftOut(start));
        for (int i = 0; i < 1000; i++) {
            assertEquals(RareWarning.NOT_NOW, warning.leftOut(start + i));
        }
        assertEquals(RareWarning.NOT_NOW, warning.leftOut(start + MINUTE - 1));
        assertEquals(1001, warning.leftOut(start + MINUTE));
        assertEquals(0, warning.leftOut(start + 2 * MINUTE));
    }

    @Test
    void oneOfManyThreadsWritesIt() {
        RareWarning warning = new RareWarning();
        assertEquals(
                1,
                IntStream.range(0, 10_000)
                        .parallel()
                        .filter(i -> warning.leftOut(0) != RareWarning.NOT_NOW)
                        .count());
        assertEquals(9_999, warning.leftOut(MINUTE));
    }

    @Test
    void eachIsByItself() {
        new RareWarning().leftOut(0);
        assertEquals(0, new RareWarning().leftOut(1));
    }

    @Test
    void theNumberIsSaidWhereThereIsOne() {
        assertEquals("", RareWarning.more(0, "warning"));
        assertEquals("; 3 more since the last such error", RareWarning.more(3, "error"));
    }
}
