// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.terminal.Failures;
import java.io.PrintWriter;

/** Lines on stdout that are known to have been written. */
record Output(PrintWriter out) {

    /** @throws amqp.cli.terminal.CommandFailedException when it cannot be written */
    void println(String line) {
        out.println(line);
        Failures.expectWritten(out);
    }
}
