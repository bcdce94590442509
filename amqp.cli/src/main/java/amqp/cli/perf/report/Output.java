// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.terminal.CommandFailedException;
import java.io.PrintWriter;

/** Lines on stdout that are known to have been written. */
record Output(PrintWriter out) {

    /** @throws CommandFailedException when it cannot be written */
    void println(String line) {
        out.println(line);
        if (out.checkError()) { // flushes, too
            throw new CommandFailedException("cannot write to stdout any more");
        }
    }
}
