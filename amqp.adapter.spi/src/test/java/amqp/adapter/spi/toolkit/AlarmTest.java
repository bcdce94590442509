// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private static final long NOW = Long.MAX_VALUE - 1000; // the clock is about to wrap
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Alarm alarm = new Alarm();

    @Test
    void isSetOnlyToRingEarlier() {
        assertEquals(SECOND, alarm.nanosToSet(NOW, SECOND, false));
        assertEquals(Alarm.NONE, alarm.nanosToSet(NOW, SECOND, false));
        assertEquals(Alarm.NONE, alarm.nanosToSet(NOW + SECOND / 2, SECOND, false));
        assertEquals(SECOND / 4, alarm.nanosToSet(NOW + SECOND / 2, SECOND / 4, false));
        alarm.rang();
        assertEquals(SECOND, alarm.nanosToSet(NOW + SECOND, SECOND, false));
    }

    @Test
    void delaysAreAMillisecondToADay() {
        assertEquals(TimeUnit.DAYS.toNanos(1), alarm.nanosToSet(NOW, Long.MAX_VALUE - 1, false));
        assertEquals(TimeUnit.MILLISECONDS.toNanos(1), alarm.nanosToSet(NOW, -5, false));
    }

    @Test
    void isNotSetForNever() {
        assertEquals(Alarm.NONE, alarm.nanosToSet(NOW, Long.MAX_VALUE, false));
    }

    @Test
    void ringsSoonWhileWritingIsStuck() {
        assertEquals(TimeUnit.MILLISECONDS.toNanos(50), alarm.nanosToSet(NOW, Long.MAX_VALUE, true));
        assertEquals(TimeUnit.MILLISECONDS.toNanos(3), alarm.nanosToSet(NOW, TimeUnit.MILLISECONDS.toNanos(3), true));
    }
}
