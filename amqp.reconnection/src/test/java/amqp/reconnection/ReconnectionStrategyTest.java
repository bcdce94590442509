// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReconnectionStrategyTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Draws the given double for ever; nextLong is never asked. */
    private static RandomGenerator drawing(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("only doubles are drawn");
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }

    private static Duration delay(ReconnectionStrategy strategy, int round, RandomGenerator random) {
        return assertInstanceOf(Attempt.After.class, strategy.next(round, Duration.ZERO, random))
                .delay();
    }

    private static String end(Attempt attempt) {
        return assertInstanceOf(Attempt.GiveUp.class, attempt).why();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "4,5", "5,5", "1000,5", "2147483647,5"})
    void exponentialDoublesFromOneSecondToFive(int round, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), delay(ReconnectionStrategy.exponential(), round, drawing(0)));
    }

    @ParameterizedTest
    @CsvSource({"1,0.5,1250000000", "1,0.25,1125000000", "3,0.5,5000000000", "9,0.5,6250000000"})
    void jitterComesOnTopToTheNanosecond(int round, double drawn, long nanos) {
        assertEquals(Duration.ofNanos(nanos), delay(ReconnectionStrategy.exponential(), round, drawing(drawn)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void jitterStaysInItsRangeAndRepeatsWithItsSeed(long seed) {
        var strategy = ReconnectionStrategy.exponential();
        var random = new SplittableRandom(seed);
        var again = new SplittableRandom(seed);
        for (var round = 1; round < 200; round++) {
            var base = delay(strategy, round, drawing(0));
            var drawn = delay(strategy, round, random);
            assertTrue(drawn.compareTo(base) >= 0, "seed " + seed + ": " + drawn);
            assertTrue(drawn.compareTo(base.multipliedBy(3).dividedBy(2)) < 0, "seed " + seed + ": " + drawn);
            assertEquals(drawn, delay(strategy, round, again));
        }
    }

    @Test
    void exponentialCanBeSet() {
        var strategy = Exponential.builder()
                .first(Duration.ofMillis(100))
                .factor(3)
                .longest(Duration.ofMillis(500))
                .jitter(0)
                .build();
        assertEquals(strategy, strategy.toBuilder().build());
        assertEquals(strategy.hashCode(), strategy.toBuilder().build().hashCode());
        assertEquals("Exponential[first=PT0.1S, factor=3.0, longest=PT0.5S, jitter=0.0]", strategy.toString());
        assertEquals(Exponential.DEFAULT, Exponential.builder().build());
        assertEquals(Duration.ofMillis(100), delay(strategy, 1, drawing(0.9)));
        assertEquals(Duration.ofMillis(300), delay(strategy, 2, drawing(0.9)));
        assertEquals(Duration.ofMillis(500), delay(strategy, 3, drawing(0.9)));
    }

    @Test
    void exponentialAtItsLimits() {
        var year = Duration.ofDays(365);
        var strategy = Exponential.builder()
                .first(Duration.ofNanos(1))
                .factor(Double.MAX_VALUE)
                .longest(year)
                .jitter(1)
                .build();
        assertEquals(Duration.ofNanos(1), delay(strategy, 1, drawing(0.5)));
        assertEquals(year.multipliedBy(3).dividedBy(2), delay(strategy, Integer.MAX_VALUE, drawing(0.5)));
        var constant = Exponential.builder()
                .first(SECOND)
                .factor(1)
                .longest(SECOND)
                .jitter(0)
                .build();
        assertEquals(SECOND, delay(constant, 50, drawing(0)));
    }

    @Test
    void exponentialRefusesWhatMakesNoSense() {
        assertRefused(
                "first delay", () -> Exponential.builder().first(Duration.ZERO).build());
        assertRefused(
                "first delay",
                () -> Exponential.builder().first(Duration.ofNanos(-1)).build());
        assertRefused(
                "longest delay",
                () -> Exponential.builder().first(Duration.ofSeconds(31)).build());
        assertRefused(
                "longest delay",
                () -> Exponential.builder().longest(Duration.ofMillis(999)).build());
        assertRefused(
                "longest delay",
                () -> Exponential.builder().longest(Duration.ofDays(366)).build());
        assertRefused("factor", () -> Exponential.builder().factor(0.99).build());
        assertRefused("factor", () -> Exponential.builder().factor(Double.NaN).build());
        assertRefused(
                "factor",
                () -> Exponential.builder().factor(Double.POSITIVE_INFINITY).build());
        assertRefused("jitter", () -> Exponential.builder().jitter(-0.01).build());
        assertRefused("jitter", () -> Exponential.builder().jitter(1.01).build());
        assertRefused("jitter", () -> Exponential.builder().jitter(Double.NaN).build());
    }

    @Test
    void noneNeverTries() {
        assertEquals("Reconnection is off.", end(ReconnectionStrategy.none().next(1, Duration.ZERO, drawing(0))));
    }

    @Test
    void fixedIsAlwaysTheSame() {
        var strategy = ReconnectionStrategy.fixed(Duration.ofMillis(250));
        assertEquals(Duration.ofMillis(250), delay(strategy, 1, drawing(0.7)));
        assertEquals(Duration.ofMillis(250), delay(strategy, 99, drawing(0.7)));
        assertRefused("delay", () -> ReconnectionStrategy.fixed(Duration.ZERO));
        assertRefused("delay", () -> ReconnectionStrategy.fixed(Duration.ofNanos(-1)));
    }

    @Test
    void roundsCanBeLimited() {
        var strategy = ReconnectionStrategy.fixed(SECOND).atMost(2);
        assertEquals(SECOND, delay(strategy, 1, drawing(0)));
        assertEquals(SECOND, delay(strategy, 2, drawing(0)));
        assertTrue(end(strategy.next(3, Duration.ZERO, drawing(0))).contains("2 rounds"));
        end(ReconnectionStrategy.fixed(SECOND).atMost(0).next(1, Duration.ZERO, drawing(0)));
        assertRefused(
                "limit of attempts", () -> ReconnectionStrategy.fixed(SECOND).atMost(-1));
    }

    @Test
    void timeCanBeLimitedToTheNanosecond() {
        var strategy = ReconnectionStrategy.fixed(SECOND).within(Duration.ofSeconds(10));
        var last = Duration.ofSeconds(9);
        assertEquals(new Attempt.After(SECOND), strategy.next(1, last, drawing(0)));
        assertTrue(end(strategy.next(1, last.plusNanos(1), drawing(0))).contains("PT10S"));
        assertRefused("time", () -> ReconnectionStrategy.fixed(SECOND).within(Duration.ofNanos(-1)));
    }

    @Test
    void limitsCombineAndTheInnerReasonIsKept() {
        var strategy = ReconnectionStrategy.exponential().atMost(3).within(Duration.ofSeconds(Long.MAX_VALUE));
        assertEquals(Duration.ofSeconds(4), delay(strategy, 3, drawing(0)));
        assertTrue(end(strategy.next(4, Duration.ZERO, drawing(0))).contains("3 rounds"));
    }

    @Test
    void decisionsAreChecked() {
        assertRefused("delay", () -> new Attempt.After(Duration.ofNanos(-1)));
        assertThrows(NullPointerException.class, () -> new Attempt.GiveUp(null));
    }

    private static void assertRefused(String what, Executable call) {
        var failure = assertThrows(IllegalArgumentException.class, call);
        assertTrue(failure.getMessage().contains(what), failure.getMessage());
    }
}
