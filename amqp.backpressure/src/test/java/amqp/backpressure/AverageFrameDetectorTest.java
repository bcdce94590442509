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
import org.junit.jupiter.params.provider.ValueSource;

class AverageFrameDetectorTest {
    private static AverageFrameDetector detector(long octets, long frames) {
        var detector = new AverageFrameDetector(AverageFrameDetector.DEFAULT_MULTIPLIER);
        detector.sent(octets, frames);
        return detector;
    }

    @Test
    void beginsAboveTenAverageFramesAndEndsAtThem() {
        var detector = detector(400, 4);
        assertEquals(NONE, detector.flushed(1000));
        assertFalse(detector.isActive());
        assertEquals(BEGAN, detector.flushed(1001));
        assertTrue(detector.isActive());
        assertEquals(ENDED, detector.flushed(1000));
        assertFalse(detector.isActive());
    }

    @Test
    void eachChangeIsToldOnce() {
        var detector = detector(100, 1);
        assertEquals(BEGAN, detector.flushed(5000));
        assertEquals(NONE, detector.flushed(6000));
        assertEquals(ENDED, detector.flushed(0));
        assertEquals(NONE, detector.flushed(0));
        assertEquals(BEGAN, detector.flushed(5000));
    }

    @Test
    void givesBothFigures() {
        var detector = detector(300, 2);
        detector.flushed(1501);
        assertEquals(150, detector.averageFrame());
        assertEquals(1501, detector.bytesWaiting());
        assertEquals(11, detector.framesBehind());
        detector.flushed(1500);
        assertEquals(10, detector.framesBehind());
        detector.flushed(0);
        assertEquals(0, detector.framesBehind());
    }

    @Test
    void averageIsOverAllFramesAndNotCutToAnInteger() {
        var detector = detector(8, 1);
        detector.sent(13, 1);
        assertEquals(21, detector.bytesSent());
        assertEquals(2, detector.framesSent());
        assertEquals(10.5, detector.averageFrame());
        assertEquals(NONE, detector.flushed(105));
        assertEquals(BEGAN, detector.flushed(106));
    }

    @Test
    void withoutAFrameThereIsNoAverageAndNoBackpressure() {
        var detector = new AverageFrameDetector(1);
        assertEquals(NONE, detector.flushed(8));
        assertEquals(0, detector.averageFrame());
        assertEquals(0, detector.framesBehind());
        assertEquals(8, detector.bytesWaiting());
    }

    @Test
    void multiplierCounts() {
        var detector = new AverageFrameDetector(0.5);
        detector.sent(100, 1);
        assertEquals(NONE, detector.flushed(50));
        assertEquals(BEGAN, detector.flushed(51));
    }

    @Test
    void survivesYearsOfTraffic() {
        var detector = detector(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2000);
        assertEquals(NONE, detector.flushed(9_999));
        assertEquals(BEGAN, detector.flushed(10_001));
        assertEquals(11, detector.framesBehind());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesMultiplier(double multiplier) {
        assertThrows(IllegalArgumentException.class, () -> new AverageFrameDetector(multiplier));
    }
}
