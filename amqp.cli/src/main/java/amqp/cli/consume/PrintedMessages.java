// SPDX-License-Identifier: MPL-2.0
package amqp.cli.consume;

import amqp.cli.terminal.Failures;
import amqp.client.Delivery;
import java.io.PrintWriter;
import java.util.function.Function;

/** Messages on stdout. */
final class PrintedMessages implements MessageSink {
    private final PrintWriter out;
    private final Function<Delivery, String> format;

    PrintedMessages(PrintWriter out, Function<Delivery, String> format) {
        this.out = out;
        this.format = format;
    }

    @Override
    public void put(Delivery delivery) {
        out.println(format.apply(delivery));
        Failures.expectWritten(out);
    }
}
