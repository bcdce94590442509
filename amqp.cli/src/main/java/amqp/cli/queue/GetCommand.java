// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code amqp get}. */
@Command(
        name = "get",
        description = {
            "Prints messages from the head of a queue, or writes them to files.",
            "They go back to the queue afterwards, unless --ack is given."
        },
        mixinStandardHelpOptions = true)
public final class GetCommand extends FetchCommand {
    @Option(names = "--ack", description = "Each message leaves the queue when it has been printed or written.")
    private boolean ack;

    @Override
    boolean isAcknowledging() {
        return ack;
    }
}
