// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import picocli.CommandLine.Command;

/** {@code amqp peek}. */
@Command(
        name = "peek",
        description = {
            "Prints messages from the head of a queue, or writes them to files.",
            "The messages go back to the queue afterwards, marked as redelivered."
        },
        mixinStandardHelpOptions = true)
public final class PeekCommand extends FetchCommand {
    @Override
    boolean isAcknowledging() {
        return false;
    }
}
