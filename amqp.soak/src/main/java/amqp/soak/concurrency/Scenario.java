// SPDX-License-Identifier: MPL-2.0
package amqp.soak.concurrency;

import java.util.Locale;
import org.jetbrains.lincheck.Lincheck;

/** What is tried, each with two to four threads. */
enum Scenario {
    SERIAL_EXECUTOR(Serial::serialExecutor),
    SHARED_SERIAL_EXECUTOR(Serial::sharedSerialExecutor),
    STRAND(Serial::strand),
    INBOX(Inboxes::inbox),
    READING_GATE(Inboxes::gate),
    KEPT_BYTES(Bounds::keptBytes),
    SCHEDULED_TASKS(Bounds::scheduledTasks),
    FLUSH(Loops::flush),
    ALARM(Loops::alarm);

    private final Runnable play;

    Scenario(Runnable play) {
        this.play = play;
    }

    /**
     * Plays it in so many orders.
     *
     * @throws AssertionError with the order that led to it, when something happened that must not
     */
    void play(int orders) {
        play(orders, play);
    }

    static void play(int orders, Runnable play) {
        Lincheck.runConcurrentTest(orders, play);
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
