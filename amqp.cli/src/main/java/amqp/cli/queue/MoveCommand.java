// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import picocli.CommandLine.Command;

/** {@code amqp move}. */
@Command(
        name = "move",
        description = {
            "Moves messages from a queue to another one, or to an exchange.",
            "A message leaves its queue only when the broker has confirmed its copy. Nothing is lost, but if the"
                    + " command is killed, some messages may be in both places."
        },
        mixinStandardHelpOptions = true)
public final class MoveCommand extends TransferCommand {
    MoveCommand() {
        super("moved", true);
    }
}
