// SPDX-License-Identifier: MPL-2.0
package amqp.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.heartbeat.HeartbeatMonitor.Action;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatMonitorTest {
    private static final long INTERVAL = 10_000_000_000L;

    /** Starts at which every later reading of a test has wrapped, wraps in the middle, or crosses zero. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -INTERVAL, Long.MAX_VALUE, Long.MAX_VALUE - INTERVAL, Long.MIN_VALUE})
    void sendsAfterHalfAnIntervalToTheNanosecond(long start) {
        var monitor = new HeartbeatMonitor(INTERVAL, start);
        assertEquals(INTERVAL / 2, monitor.nanosUntilPoll(start));
        assertEquals(Action.NONE, monitor.poll(start + INTERVAL / 2 - 1));
        assertEquals(1, monitor.nanosUntilPoll(start + INTERVAL / 2 - 1));
        assertEquals(0, monitor.nanosUntilPoll(start + INTERVAL / 2));
        assertEquals(Action.SEND, monitor.poll(start + INTERVAL / 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -INTERVAL, Long.MAX_VALUE, Long.MAX_VALUE - INTERVAL, Long.MIN_VALUE})
    void silentPeerIsDroppedAfterTwoIntervalsToTheNanosecond(long start) {
        var monitor = new HeartbeatMonitor(INTERVAL, start);
        monitor.sent(start + 2 * INTERVAL - 1);
        assertEquals(Action.NONE, monitor.poll(start + 2 * INTERVAL - 1));
        assertEquals(1, monitor.nanosUntilPoll(start + 2 * INTERVAL - 1));
        assertEquals(Action.CLOSE, monitor.poll(start + 2 * INTERVAL));
        assertEquals(0, monitor.nanosUntilPoll(start + 2 * INTERVAL));
        assertEquals(2 * INTERVAL, monitor.silenceNanos(start + 2 * INTERVAL));
    }

    @Test
    void sendIsToldOncePerHalfInterval() {
        var monitor = new HeartbeatMonitor(INTERVAL, 0);
        assertEquals(Action.SEND, monitor.poll(INTERVAL / 2 + 7));
        assertEquals(Action.NONE, monitor.poll(INTERVAL / 2 + 7));
        assertEquals(INTERVAL / 2, monitor.nanosUntilPoll(INTERVAL / 2 + 7));
        assertEquals(Action.SEND, monitor.poll(INTERVAL + 7));
    }

    @Test
    void whateverGoesOutPutsTheHeartbeatOff() {
        var monitor = new HeartbeatMonitor(INTERVAL, 0);
        monitor.sent(INTERVAL / 2 - 1);
        assertEquals(Action.NONE, monitor.poll(INTERVAL / 2));
        assertEquals(INTERVAL / 2 - 1, monitor.nanosUntilPoll(INTERVAL / 2));
        assertEquals(Action.SEND, monitor.poll(INTERVAL - 1));
    }

    @Test
    void whateverComesInIsLife() {
        var monitor = new HeartbeatMonitor(INTERVAL, 0);
        monitor.received(2 * INTERVAL - 1);
        assertEquals(Action.SEND, monitor.poll(2 * INTERVAL));
        assertEquals(1, monitor.silenceNanos(2 * INTERVAL));
        assertEquals(Action.CLOSE, monitor.poll(4 * INTERVAL - 1));
    }

    @Test
    void closeIsToldUntilSomethingComesIn() {
        var monitor = new HeartbeatMonitor(INTERVAL, 0);
        assertEquals(Action.CLOSE, monitor.poll(3 * INTERVAL));
        assertEquals(Action.CLOSE, monitor.poll(3 * INTERVAL));
        monitor.received(3 * INTERVAL);
        assertEquals(Action.SEND, monitor.poll(3 * INTERVAL));
    }

    @Test
    void closeComesBeforeSend() {
        var monitor = new HeartbeatMonitor(INTERVAL, 0);
        assertEquals(Action.CLOSE, monitor.poll(100 * INTERVAL));
    }

    @Test
    void silenceDoesNotCountWhileReadingIsPaused() {
        var monitor = new HeartbeatMonitor(INTERVAL, 0);
        monitor.readingPaused();
        assertEquals(Action.SEND, monitor.poll(5 * INTERVAL));
        assertEquals(0, monitor.silenceNanos(5 * INTERVAL));
        assertEquals(INTERVAL / 2, monitor.nanosUntilPoll(5 * INTERVAL));
        monitor.readingResumed(5 * INTERVAL);
        monitor.sent(7 * INTERVAL - 1);
        assertEquals(Action.NONE, monitor.poll(7 * INTERVAL - 1));
        assertEquals(1, monitor.nanosUntilPoll(7 * INTERVAL - 1));
        assertEquals(Action.CLOSE, monitor.poll(7 * INTERVAL));
        assertEquals(2 * INTERVAL, monitor.silenceNanos(7 * INTERVAL));
    }

    @Test
    void zeroIsOff() {
        var monitor = new HeartbeatMonitor(0, 0);
        assertEquals(Action.NONE, monitor.poll(Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, monitor.nanosUntilPoll(Long.MAX_VALUE));
        assertEquals(0, monitor.intervalNanos());
    }

    @Test
    void shortestIntervalStillMovesOn() {
        var monitor = new HeartbeatMonitor(1, 0);
        assertEquals(1, monitor.nanosUntilPoll(0));
        assertEquals(Action.NONE, monitor.poll(0));
        assertEquals(Action.SEND, monitor.poll(1));
        assertEquals(Action.CLOSE, monitor.poll(2));
    }

    @Test
    void longestIntervalDoesNotOverflow() {
        var longest = HeartbeatMonitor.MAX_SECONDS * 1_000_000_000L;
        var monitor = new HeartbeatMonitor(longest, Long.MAX_VALUE);
        monitor.sent(Long.MAX_VALUE + 2 * longest - 1);
        assertEquals(Action.NONE, monitor.poll(Long.MAX_VALUE + 2 * longest - 1));
        assertEquals(Action.CLOSE, monitor.poll(Long.MAX_VALUE + 2 * longest));
        assertEquals(longest, monitor.intervalNanos());
    }

    /** Sleeping just as long as told must never miss a deadline nor wake up for nothing, wherever the time stands. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void delayAgreesWithPoll(long seed) {
        var random = new SplittableRandom(seed);
        var now = Long.MAX_VALUE - 20 * INTERVAL;
        var monitor = new HeartbeatMonitor(INTERVAL, now);
        for (var step = 0; step < 1000; step++) {
            now += random.nextLong(INTERVAL);
            if (random.nextInt(3) > 0) {
                monitor.received(now);
            }
            if (random.nextBoolean()) {
                monitor.sent(now);
            }
            var delay = monitor.nanosUntilPoll(now);
            assertTrue(delay >= 0 && delay <= INTERVAL / 2, "seed " + seed + ", delay " + delay);
            if (delay > 0) {
                assertEquals(Action.NONE, monitor.poll(now + delay - 1), "seed " + seed);
            }
            now += delay;
            assertNotEquals(Action.NONE, monitor.poll(now), "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "0,60,0", "60,0,60", "60,30,30", "30,60,30", "60,60,60", "65535,65535,65535", "65535,0,65535"})
    void negotiates(int client, int server, int agreed) {
        assertEquals(agreed, HeartbeatMonitor.negotiate(client, server));
    }

    @ParameterizedTest
    @CsvSource({"-1,0,client", "65536,0,client", "0,-1,server", "0,65536,server"})
    void refusesSecondsOutOfRange(int client, int server, String blamed) {
        var failure = assertThrows(IllegalArgumentException.class, () -> HeartbeatMonitor.negotiate(client, server));
        assertTrue(failure.getMessage().contains(blamed), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, HeartbeatMonitor.MAX_SECONDS * 1_000_000_000L + 1, Long.MAX_VALUE})
    void refusesIntervalOutOfRange(long nanos) {
        assertThrows(IllegalArgumentException.class, () -> new HeartbeatMonitor(nanos, 0));
    }
}
