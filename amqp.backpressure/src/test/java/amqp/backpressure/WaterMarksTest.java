// SPDX-License-Identifier: MPL-2.0
package amqp.backpressure;

import static amqp.backpressure.Transition.BEGAN;
import static amqp.backpressure.Transition.ENDED;
import static amqp.backpressure.Transition.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaterMarksTest {
    @Test
    void risesAtTheHighMarkAndFallsAtTheLowOne() {
        var marks = new WaterMarks(100, 40);
        assertEquals(NONE, marks.update(99));
        assertFalse(marks.isHigh());
        assertEquals(BEGAN, marks.update(100));
        assertTrue(marks.isHigh());
        assertEquals(NONE, marks.update(41));
        assertTrue(marks.isHigh());
        assertEquals(ENDED, marks.update(40));
        assertFalse(marks.isHigh());
    }

    @Test
    void betweenTheMarksNothingChanges() {
        var marks = new WaterMarks(100, 40);
        assertEquals(NONE, marks.update(70));
        assertEquals(BEGAN, marks.update(1000));
        assertEquals(NONE, marks.update(70));
        assertEquals(NONE, marks.update(1000));
        assertEquals(ENDED, marks.update(0));
        assertEquals(NONE, marks.update(70));
        assertEquals(NONE, marks.update(0));
        assertEquals(BEGAN, marks.update(100));
    }

    @Test
    void lowMarkMayBeZero() {
        var marks = new WaterMarks(1, 0);
        assertEquals(BEGAN, marks.update(1));
        assertEquals(ENDED, marks.update(0));
        assertEquals(1, marks.high());
        assertEquals(0, marks.low());
    }

    @ParameterizedTest
    @CsvSource({"10,10", "10,11", "10,-1", "0,0", "-1,-2"})
    void refusesMarks(long high, long low) {
        assertThrows(IllegalArgumentException.class, () -> new WaterMarks(high, low));
    }
}
