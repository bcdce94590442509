// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import picocli.CommandLine.Command;

/** {@code amqp purge queue}. */
@Command(
        name = "purge",
        description = "Deletes the messages of a queue.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = PurgeQueueCommand.class)
public final class PurgeCommand {}
