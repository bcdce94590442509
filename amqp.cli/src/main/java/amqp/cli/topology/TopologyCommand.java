// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import picocli.CommandLine.Command;

/** {@code amqp topology}; its parts are the subcommands. */
@Command(
        name = "topology",
        description = "Declares the exchanges, queues and bindings of a file, or compares them with the broker's.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {ApplyCommand.class, CheckCommand.class})
public final class TopologyCommand {}
