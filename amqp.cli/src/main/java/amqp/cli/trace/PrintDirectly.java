// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.cli.terminal.Failures;
import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Function;

/** Prints as fast as the output takes it: for what is read from a file, and so can wait. */
final class PrintDirectly implements Consumer<TraceEvent> {
    private static final int BETWEEN_LOOKS = 512;

    private final PrintWriter out;
    private final Function<TraceEvent, String> format;
    private long printed;

    PrintDirectly(PrintWriter out, Function<TraceEvent, String> format) {
        this.out = out;
        this.format = format;
    }

    /** @throws amqp.cli.terminal.CommandFailedException when nobody reads the output any more */
    @Override
    public void accept(TraceEvent event) {
        out.append(format.apply(event)).append(System.lineSeparator());
        printed++;
        if (printed % BETWEEN_LOOKS == 0) {
            Failures.expectWritten(out);
        }
    }
}
