// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerQueueTest {
    private record Entry(TimerQueue.Timer timer, long delay) {}

    private final TimerQueue queue = new TimerQueue();

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 500, -500})
    void ringsByDeadlineThenByOrderAlsoWhereTimeWraps(long start) {
        Random random = new Random(start);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Entry entry = new Entry(timer(), random.nextInt(300));
            queue.set(entry.timer, start + 1000 - random.nextInt(2000));
            queue.set(entry.timer, start + entry.delay);
            entries.add(entry);
        }
        for (int i = 0; i < 200; i++) {
            queue.remove(entries.remove(random.nextInt(entries.size())).timer);
        }
        entries.sort(Comparator.comparingLong(Entry::delay));
        assertEquals(300, queue.size());
        for (Entry entry : entries) {
            assertNull(queue.pollDue(start + entry.delay - 1));
            assertEquals(1, queue.nanosUntilNext(start + entry.delay - 1));
            assertSame(entry.timer, queue.pollDue(start + entry.delay));
        }
        assertEquals(Long.MAX_VALUE, queue.nanosUntilNext(start));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 500, -500, Long.MIN_VALUE})
    void veryLongDelaysComeAfterWhatIsOverdue(long now) {
        List<Duration> delays = List.of(
                Duration.ofNanos(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofNanos(Long.MAX_VALUE / 2));
        for (Duration delay : delays) {
            queue.set(timer(), TimerQueue.deadline(now, delay));
        }
        TimerQueue.Timer overdue = timer();
        queue.set(overdue, TimerQueue.deadline(now - Duration.ofDays(365).toNanos(), Duration.ZERO));
        assertSame(overdue, queue.pollDue(now));
        assertNull(queue.pollDue(now + Duration.ofDays(365).toNanos()));
        assertEquals(delays.size(), queue.size());
    }

    @Test
    void aDelayBelowZeroIsNone() {
        assertEquals(5, TimerQueue.deadline(5, Duration.ofSeconds(Long.MIN_VALUE)));
    }

    @Test
    void bringingForwardNeverDelays() {
        TimerQueue.Timer timer = timer();
        queue.bringForward(timer, 100);
        queue.bringForward(timer, 200);
        assertEquals(100, queue.nanosUntilNext(0));
        queue.bringForward(timer, 50);
        assertEquals(50, queue.nanosUntilNext(0));
        assertEquals(0, queue.nanosUntilNext(70));
        assertEquals(1, queue.size());
    }

    @Test
    void removingWhatIsOutDoesNothing() {
        TimerQueue.Timer timer = timer();
        queue.remove(timer);
        queue.set(timer, 1);
        assertSame(timer, queue.pollDue(1));
        queue.remove(timer);
        assertEquals(0, queue.size());
    }

    private static TimerQueue.Timer timer() {
        return new TimerQueue.Timer(() -> {});
    }
}
