// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Where the log of this module's tests goes: the system property slf4j.provider names it. It keeps the latest lines. */
@SuppressWarnings("exports") // public, since SLF4J makes it
public final class CapturedLog implements SLF4JServiceProvider {
    private static final int KEPT = 1000;
    private static final ConcurrentLinkedDeque<Line> LINES = new ConcurrentLinkedDeque<>();

    private final BasicMarkerFactory markers = new BasicMarkerFactory();

    /** Called by SLF4J. */
    public CapturedLog() {}

    /** One line, and whether a stack is written under it. */
    record Line(String logger, Level level, String text, boolean withStack) {}

    static void forgetAll() {
        LINES.clear();
    }

    /** Of the logger of connections. */
    static List<Line> lines(Level level) {
        return LINES.stream()
                .filter(line -> line.logger().equals(Connection.class.getName()) && line.level() == level)
                .toList();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return Capturing::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return new NOPMDCAdapter();
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // Nothing is to be made.
    }

    private static final class Capturing extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        Capturing(String name) {
            this.name = name;
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return "";
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String format, Object[] arguments, Throwable thrown) {
            LINES.add(new Line(name, level, MessageFormatter.basicArrayFormat(format, arguments), thrown != null));
            while (LINES.size() > KEPT) {
                LINES.poll();
            }
        }
    }
}
