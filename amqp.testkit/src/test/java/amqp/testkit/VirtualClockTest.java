// SPDX-License-Identifier: MPL-2.0
package amqp.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class VirtualClockTest {
    @Test
    void movesOnlyWhenTold() {
        var clock = new VirtualClock(7);
        assertEquals(7, clock.now());
        assertEquals(1_000_007, clock.advance(Duration.ofMillis(1)));
        assertEquals(1_000_008, clock.advanceNanos(1));
        assertThrows(IllegalArgumentException.class, () -> clock.advanceNanos(-1));
        assertEquals(1_000_008, clock.now());
    }

    @Test
    void wrapsAround() {
        var clock = VirtualClock.wrappingAfter(Duration.ofSeconds(1));
        var before = clock.now();
        var after = clock.advance(Duration.ofSeconds(2));
        assertTrue(after < before, "a comparison of readings is wrong");
        assertEquals(Duration.ofSeconds(2).toNanos(), after - before);
    }
}
