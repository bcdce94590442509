// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import picocli.CommandLine.Command;

/** {@code amqp declare queue} and {@code amqp declare exchange}. */
@Command(
        name = "declare",
        description = "Declares a queue or an exchange.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {DeclareQueueCommand.class, DeclareExchangeCommand.class})
public final class DeclareCommand {}
