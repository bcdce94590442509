// SPDX-License-Identifier: MPL-2.0
package amqp.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefetchWindowTest {
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 2", "3, 4", "64, 64", "65, 100", "100, 100", "9223372036854775807, 100"})
    void isAPowerOfTwoWithinItsBounds(long wanted, int expected) {
        PrefetchWindow window = new PrefetchWindow(100);
        assertTrue(window.follow(wanted));
        assertEquals(expected, window.size());
    }

    @Test
    void makesFewSteps() {
        PrefetchWindow window = new PrefetchWindow(256);
        int steps = 0;
        for (int round = 0; round < 100; round++) {
            for (long demand = 64; demand >= 16; demand--) {
                steps += window.follow(demand) ? 1 : 0;
            }
        }
        assertEquals(1, steps);
    }

    @Test
    void goesDownWhenMuchTooLarge() {
        PrefetchWindow window = new PrefetchWindow(256);
        window.follow(64);
        assertFalse(window.follow(9));
        assertTrue(window.follow(8));
        assertEquals(8, window.size());
        assertTrue(window.follow(1));
        assertFalse(window.follow(0));
        assertEquals(1, window.size());
    }
}
