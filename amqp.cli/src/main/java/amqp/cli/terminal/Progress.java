// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * A line on the terminal that says how far the work is; nothing where stderr is no terminal. For one thread, but for
 * {@link #wipe}. A process has one at a time.
 */
public final class Progress implements AutoCloseable {
    private static final long INTERVAL_NANOS = 100_000_000;
    private static final String WIPE = "\r\u001b[K";

    /** Whether the line stands there. */
    private static final AtomicBoolean SHOWN = new AtomicBoolean();

    private final PrintWriter err;
    private final String what;
    private final long total;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private long last;

    /** @param total 0 when it is not known */
    public Progress(PrintWriter err, String what, long total) {
        this(err, what, total, Terminal.takesProgress(), System::nanoTime);
    }

    Progress(PrintWriter err, String what, long total, boolean terminal, LongSupplier nanoTime) {
        this.err = err;
        this.what = what;
        this.total = total;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    /** Shows the count, at most ten times a second. */
    public void at(long done) {
        if (!terminal || nanoTime.getAsLong() - last < INTERVAL_NANOS) {
            return;
        }
        last = nanoTime.getAsLong();
        SHOWN.set(true);
        err.print("\r" + what + " " + done + (total > 0 ? " of " + total : "") + "\u001b[K");
        err.flush();
    }

    /** What has to go before other text on stderr, so that it does not stand behind this line. */
    static String wipe() {
        return SHOWN.getAndSet(false) ? WIPE : "";
    }

    /** Wipes it off the terminal. */
    @Override
    public void close() {
        err.print(wipe());
        err.flush();
    }
}
