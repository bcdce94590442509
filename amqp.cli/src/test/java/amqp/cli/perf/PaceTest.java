// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private final VirtualClock clock = VirtualClock.wrappingAfter(Duration.ofMillis(1500));
    private final long start = clock.now();

    /** Milliseconds after the start when the next messages are due, for a producer that sends each when it is. */
    private List<Long> due(Pace pace, int count) {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long due = pace.next(clock.now());
            clock.advanceNanos(Math.max(0, due - clock.now()));
            millis.add((due - start) / 1_000_000);
        }
        return millis;
    }

    private static List<RateStep> rates(String... steps) {
        return List.of(steps).stream().map(RateStep::parse).toList();
    }

    @Test
    void messagesOfARateAreEvenlySpread() {
        assertEquals(List.of(0L, 250L, 500L, 750L, 1000L), due(new Pace(List.of(RateStep.always(4)), start), 5));
    }

    /** The times of messages that are overdue are those of the schedule: this is what avoids coordinated omission. */
    @Test
    void aProducerThatWasHeldUpIsToldWhenMessagesWereDue() {
        Pace pace = new Pace(List.of(RateStep.always(10)), start);
        clock.advance(Duration.ofSeconds(2));
        assertEquals(List.of(0L, 100L, 200L), due(pace, 3));
    }

    @Test
    void withoutALimitMessagesAreDueNow() {
        Pace pace = new Pace(List.of(RateStep.UNLIMITED), start);
        clock.advance(Duration.ofMillis(5));
        assertEquals(List.of(5L, 5L), due(pace, 2));
        clock.advance(Duration.ofSeconds(3));
        assertEquals(List.of(3005L), due(pace, 1));
    }

    @Test
    void ratesFollowOneAnotherAndBeginAnew() {
        Pace pace = new Pace(rates("2:1", "0:2s", "4:500ms"), start);
        assertEquals(List.of(0L, 500L, 3000L, 3250L, 3500L, 4000L, 6500L), due(pace, 7));
    }

    @Test
    void anUnlimitedStepEnds() {
        Pace pace = new Pace(rates("-1:1", "1:10"), start);
        assertEquals(List.of(0L, 0L), due(pace, 2));
        clock.advance(Duration.ofMillis(1200));
        assertEquals(List.of(1000L, 2000L), due(pace, 2));
    }

    @Test
    void aVeryLowRateDoesNotOverflow() {
        Pace pace = new Pace(rates("0.000000000001:5", "1:1"), start);
        assertEquals(List.of(0L, 5000L, 6000L), due(pace, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5:", ":5", "x:1", "1:x", "1:0", "1:-1", "NaN:1", "1:NaN", "1:1e30", "1:99999d"})
    void wrongSteps(String text) {
        assertThrows(IllegalArgumentException.class, () -> RateStep.parse(text));
    }
}
