// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private final Moments moments = new Moments();

    @BeforeEach
    void note() {
        for (long moment : new long[] {10_900, 10_000, 13_000, 11_899, 11_000}) {
            moments.add(moment);
        }
    }

    @Test
    void firstAndLastAreThoseInTime() {
        assertEquals(10_000, moments.first());
        assertEquals(13_000, moments.last());
    }

    @Test
    void aSecondMayBeginAnywhere() {
        assertEquals(3, moments.mostWithinASecond());
    }

    @Test
    void secondsWithoutAnyCountToo() {
        assertEquals(List.of(2, 2, 0, 1), moments.eachSecond(10_000));
        assertEquals(List.of(4, 0, 1), moments.eachSecond(11_000));
    }
}
