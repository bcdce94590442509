// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.perf.client.LoadEvents;
import amqp.cli.terminal.Failures;
import java.io.PrintWriter;

/** Says on stderr when the first connection is lost, and when the last one is back. Called by one thread at a time. */
final class OutageReport implements LoadEvents {
    private final PrintWriter err;
    private int down;
    private long sinceNanos;

    OutageReport(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void lost(String why) {
        if (down++ == 0) {
            sinceNanos = System.nanoTime();
            Failures.show(err, "connection lost, connecting again: " + why);
        }
    }

    @Override
    public void recovered() {
        if (--down == 0) {
            Failures.show(
                    err, "all connections are back after " + (System.nanoTime() - sinceNanos) / 1_000_000 + " ms");
        }
    }

    @Override
    public void failed(RuntimeException why) {
        // Ends the command, which then says so.
    }
}
