// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.soak.findings.Findings;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Adds what the library logs with an exception, and what a thread dies of, to the findings of the present round. It
 * silences all other logging of the process while it is there.
 */
final class LogWatch extends Handler implements AutoCloseable {
    private final Logger root = LogManager.getLogManager().getLogger("");
    private final Thread.UncaughtExceptionHandler uncaughtBefore = Thread.getDefaultUncaughtExceptionHandler();
    private final Handler[] handlersBefore = root.getHandlers();
    private volatile Findings findings = new Findings();

    LogWatch() {
        for (var handler : handlersBefore) root.removeHandler(handler);
        root.addHandler(this);
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, thrown) -> findings.add("Thread " + thread.getName() + " died", thrown));
    }

    /** From now on it adds to these. */
    void watch(Findings present) {
        findings = present;
    }

    @Override
    public void publish(LogRecord event) {
        var bad = event.getLevel().intValue() >= Level.WARNING.intValue() && event.getThrown() != null;
        if (bad) findings.add("Logged by " + event.getLoggerName() + ": " + event.getMessage(), event.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
        for (var handler : handlersBefore) root.addHandler(handler);
        Thread.setDefaultUncaughtExceptionHandler(uncaughtBefore);
    }
}
