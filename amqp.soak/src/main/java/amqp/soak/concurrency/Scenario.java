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
    FLUSH,
    ALARM;

    /**
     * Plays it in so many orders.
     *
     * @throws AssertionError with the order that led to it, when something happened that must not
     */
    void play(int orders) {
        play(orders, () -> playOnce());
    }

    /** @param play a lambda: of what is behind a method reference Lincheck sees nothing, and tries one order alone */
    static void play(int orders, Runnable play) {
        Lincheck.runConcurrentTest(orders, play);
    }

    private void playOnce() {
        switch (this) {
            case SERIAL_EXECUTOR -> Serial.serialExecutor();
            case SHARED_SERIAL_EXECUTOR -> Serial.sharedSerialExecutor();
            case STRAND -> Serial.strand();
            case INBOX -> Inboxes.inbox();
            case READING_GATE -> Inboxes.gate();
            case KEPT_BYTES -> Bounds.keptBytes();
            case FLUSH -> Loops.flush();
            case ALARM -> Loops.alarm();
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
