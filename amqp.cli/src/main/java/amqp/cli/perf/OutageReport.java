// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.perf.client.LoadEvents;
import amqp.cli.terminal.Failures;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicInteger;

/** Says on stderr when the first connection is lost, and when the last one is back. For any thread. */
final class OutageReport implements LoadEvents {
    private final PrintWriter err;
    private final AtomicInteger down = new AtomicInteger();
    private volatile long sinceNanos;

    OutageReport(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void lost(String why) {
        if (down.getAndIncrement() == 0) {
            sinceNanos = System.nanoTime();
            Failures.show(err, "connection lost, connecting again: " + why);
        }
    }

    @Override
    public void recovered() {
        if (down.decrementAndGet() == 0) {
            Failures.show(
                    err, "all connections are back after " + (System.nanoTime() - sinceNanos) / 1_000_000 + " ms");
        }
    }

    @Override
    public void failed(RuntimeException why) {
        // Ends the command, which then says so.
    }
}
