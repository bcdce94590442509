// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import amqp.soak.findings.Findings;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Takes all that the library logs, in place of all other handlers, and judges it; likewise what threads die of. */
final class Log extends Handler implements AutoCloseable {
    private static final int MOST_WARNINGS = 200;

    /** Of one trial; what a flood brings about is much the same from then on, and each costs more than what it tells of. */
    private static final int MOST_RECORDS = 5000;

    private final Logger root = LogManager.getLogManager().getLogger("");
    private final Logger library = Logger.getLogger("amqp");
    private final Thread.UncaughtExceptionHandler uncaughtBefore = Thread.getDefaultUncaughtExceptionHandler();
    private final Handler[] handlersBefore = root.getHandlers();
    private final Formatter formatter = new SimpleFormatter();
    private volatile Findings findings = new Findings();
    // That they may be a little off does not matter.
    private volatile int warnings;
    private volatile int records;

    Log() {
        for (var handler : handlersBefore) root.removeHandler(handler);
        root.addHandler(this);
        setLevel(Level.ALL);
        library.setLevel(Level.ALL);
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, thrown) -> findings.add("Thread " + thread.getName() + " died", thrown));
    }

    /** From now on it adds to these. */
    void watch(Findings present) {
        findings = present;
        warnings = 0;
        records = 0;
        library.setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord event) {
        if (!String.valueOf(event.getLoggerName()).startsWith("amqp")) return;
        if (++records == MOST_RECORDS) library.setLevel(Level.INFO);
        var text = formatter.formatMessage(event);
        Told.check("A log line of " + event.getLoggerName(), text, findings);
        var grave = event.getLevel().intValue() >= Level.WARNING.intValue();
        if (event.getThrown() != null) {
            if (grave) findings.add("Logged: " + text, event.getThrown());
            else
                Told.check(
                        "What is logged by " + event.getLoggerName(),
                        event.getThrown().getMessage(),
                        findings);
        }
        if (grave && ++warnings == MOST_WARNINGS) findings.add(MOST_WARNINGS + " warnings, the last one: " + text);
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
