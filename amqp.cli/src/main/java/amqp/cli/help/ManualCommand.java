// SPDX-License-Identifier: MPL-2.0
package amqp.cli.help;

import amqp.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code amqp manual}: what the packages are built with. */
@Command(
        name = "manual",
        description = "Writes a manual page for each command, in roff, as amqp-COMMAND.1.",
        hidden = true,
        mixinStandardHelpOptions = true)
public final class ManualCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", description = "Made when it is missing.")
    private Path folder;

    @Override
    public Integer call() {
        try {
            Files.createDirectories(folder);
            write(spec.root());
            return 0;
        } catch (IOException e) {
            throw new CommandFailedException("cannot write to \"" + folder + "\": " + e.getMessage(), e);
        }
    }

    private void write(CommandSpec command) throws IOException {
        ManualPage page = new ManualPage(command);
        Files.writeString(folder.resolve(page.name() + ".1"), page.roff());
        for (CommandLine part : command.subcommands().values()) {
            if (!part.getCommandSpec().usageMessage().hidden()) {
                write(part.getCommandSpec());
            }
        }
    }
}
