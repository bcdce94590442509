// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.io.PrintWriter;

/** A line on the terminal that says how far the work is; nothing where stderr is no terminal. For one thread. */
public final class Progress implements AutoCloseable {
    private static final boolean TERMINAL = Terminal.takesProgress();
    private static final long INTERVAL_NANOS = 100_000_000;

    private final PrintWriter err;
    private final String what;
    private final long total;
    private long shown = System.nanoTime();
    private boolean dirty;

    /** @param total 0 when it is not known */
    public Progress(PrintWriter err, String what, long total) {
        this.err = err;
        this.what = what;
        this.total = total;
    }

    /** Shows the count, at most ten times a second. */
    public void at(long done) {
        if (!TERMINAL || System.nanoTime() - shown < INTERVAL_NANOS) {
            return;
        }
        shown = System.nanoTime();
        dirty = true;
        err.print("\r" + what + " " + done + (total > 0 ? " of " + total : "") + "\u001b[K");
        err.flush();
    }

    /** Wipes it off the terminal. */
    @Override
    public void close() {
        if (dirty) {
            err.print("\r\u001b[K");
            err.flush();
            dirty = false;
        }
    }
}
