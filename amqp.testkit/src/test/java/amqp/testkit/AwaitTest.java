// SPDX-License-Identifier: MPL-2.0
package amqp.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AwaitTest {
    @Test
    void asksUntilTheConditionHolds() {
        var asked = new AtomicInteger();
        Await.until(Duration.ofMinutes(1), () -> asked.incrementAndGet() == 5, () -> "asked " + asked);
        assertEquals(5, asked.get());
    }

    @Test
    void saysWhatWasAwaited() {
        var failure = assertThrows(
                AssertionError.class, () -> Await.until(Duration.ofMillis(5), () -> false, () -> "the moon is up"));
        assertEquals("Not within 5 ms: the moon is up", failure.getMessage());
    }

    @Test
    void asksOnceMoreAfterTheDeadline() {
        var asked = new AtomicInteger();
        Await.until(Duration.ZERO, () -> asked.incrementAndGet() == 2, () -> "asked " + asked);
        assertEquals(2, asked.get());
    }

    @Test
    void interruptEndsTheWait() {
        Thread.currentThread().interrupt();
        assertThrows(AssertionError.class, () -> Await.until(Duration.ofMinutes(1), () -> false, () -> "nothing"));
        assertTrue(Thread.interrupted());
    }
}
