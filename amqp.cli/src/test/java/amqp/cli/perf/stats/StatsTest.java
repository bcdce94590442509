// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatsTest {
    private final VirtualClock clock = VirtualClock.wrappingAfter(Duration.ofMillis(500));
    private final Stats stats = new Stats();

    @BeforeEach
    void begin() {
        stats.begin(clock.now());
    }

    @Test
    void anIntervalHasWhatHappenedInIt() {
        repeat(10, stats::sent);
        repeat(4, stats::received);
        stats.consumedAfter(1000);
        stats.consumedAfter(3000);
        Interval first = stats.interval(clock.advance(Duration.ofSeconds(2)));
        assertEquals(2, first.end());
        assertEquals(2, first.seconds());
        assertEquals(new Counts(10, 4, 0, 0, 0, 0), first.counts());
        assertEquals(5, first.rate(first.counts().sent()));
        assertEquals(2, first.consumed().count());
        assertEquals(1000, first.consumed().min());
        assertTrue(first.confirmed().isEmpty());

        repeat(3, stats::returned);
        stats.confirmedAfter(7000);
        stats.nacked();
        stats.unknown();
        Interval second = stats.interval(clock.advance(Duration.ofSeconds(1)));
        assertEquals(3, second.end());
        assertEquals(1, second.seconds());
        assertEquals(new Counts(0, 0, 3, 1, 1, 1), second.counts());
        assertTrue(second.consumed().isEmpty());
        assertEquals(7, second.confirmed().max() / 1000);

        Interval total = stats.total();
        assertEquals(3, total.seconds());
        assertEquals(new Counts(10, 4, 3, 1, 1, 1), total.counts());
        assertEquals(2, total.consumed().count());
        assertEquals(1, total.confirmed().count());
    }

    @Test
    void percentiles() {
        for (int i = 1; i <= 1000; i++) {
            stats.consumedAfter(i * 1000L);
        }
        Latency latency = stats.interval(clock.advance(Duration.ofSeconds(1))).consumed();
        assertEquals(500, latency.median() / 1000, 1);
        assertEquals(750, latency.p75() / 1000, 1);
        assertEquals(950, latency.p95() / 1000, 1);
        assertEquals(990, latency.p99() / 1000, 1);
        assertEquals(999, latency.p999() / 1000, 1);
        assertEquals(1000, latency.max() / 1000, 1);
    }

    /** One may go on for longer than an interval. */
    @Test
    void outagesAreCountedOnceAndShownWhileTheyLast() {
        stats.lost();
        stats.lost();
        stats.recovered();
        Interval first = stats.interval(clock.advance(Duration.ofSeconds(1)));
        assertEquals(2, first.outages());
        assertEquals(1, first.down());
        Interval second = stats.interval(clock.advance(Duration.ofSeconds(1)));
        assertEquals(0, second.outages());
        assertEquals(1, second.down());
        stats.recovered();
        assertEquals(0, stats.interval(clock.advance(Duration.ofSeconds(1))).down());
        assertEquals(2, stats.total().outages());
    }

    @Test
    void noTimeIsNegative() {
        stats.consumedAfter(-5);
        assertEquals(0, stats.interval(clock.now()).consumed().max());
    }

    private static void repeat(int count, Runnable step) {
        for (int i = 0; i < count; i++) {
            step.run();
        }
    }
}
