// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import picocli.CommandLine.Command;

/** {@code amqp delete queue} and {@code amqp delete exchange}. */
@Command(
        name = "delete",
        description = "Deletes a queue or an exchange.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {DeleteQueueCommand.class, DeleteExchangeCommand.class})
public final class DeleteCommand {}
