// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import picocli.CommandLine.Command;

/** {@code amqp move}. */
@Command(
        name = "move",
        description = {
            "Moves messages from a queue to another one, or to an exchange.",
            "Each message leaves its queue when the broker has confirmed the new one: nothing is lost whatever happens,"
                    + " but when the command is killed some messages may be in both places."
        },
        mixinStandardHelpOptions = true)
public final class MoveCommand extends TransferCommand {
    MoveCommand() {
        super("moved", true);
    }
}
