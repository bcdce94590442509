// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import picocli.CommandLine.Command;

/** {@code amqp copy}. */
@Command(
        name = "copy",
        description = {
            "Copies messages from a queue to another one, or to an exchange.",
            "The messages stay where they are, marked as redelivered."
        },
        mixinStandardHelpOptions = true)
public final class CopyCommand extends TransferCommand {
    CopyCommand() {
        super("copied", false);
    }
}
