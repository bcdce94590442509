// SPDX-License-Identifier: MPL-2.0
package amqp.soak.concurrency;

import java.util.Locale;
import org.jetbrains.lincheck.Lincheck;

/** What is tried, each with two to four threads. */
enum Scenario {
    SERIAL_EXECUTOR,
    SHARED_SERIAL_EXECUTOR,
    STRAND,
    INBOX,
    READING_GATE,
    KEPT_BYTES,
    PUBLISH_WINDOW,
    FLUSH,
    UNSET_ALARM,
    ALARM,
    TIMER_THREADS;

    /**
     * Plays it in so many orders.
     *
     * @throws AssertionError with the order that led to it, when something happened that must not
     */
    void play(int orders) {
        // A lambda: of what is behind a method reference Lincheck sees nothing, and tries one order alone.
        Lincheck.runConcurrentTest(orders, () -> playOnce());
    }

    private void playOnce() {
        switch (this) {
            case SERIAL_EXECUTOR -> Serial.serialExecutor();
            case SHARED_SERIAL_EXECUTOR -> Serial.sharedSerialExecutor();
            case STRAND -> Serial.strand();
            case INBOX -> Inboxes.inbox();
            case READING_GATE -> Inboxes.gate();
            case KEPT_BYTES -> Bounds.keptBytes();
            case PUBLISH_WINDOW -> Bounds.publishWindow();
            case FLUSH -> Loops.flush();
            case UNSET_ALARM -> Loops.unsetAlarm();
            case ALARM -> Loops.alarm();
            case TIMER_THREADS -> Loops.timerThreads();
        }
    }

    static Scenario named(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("there is no scenario " + name, e);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
