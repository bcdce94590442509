// SPDX-License-Identifier: MPL-2.0
package amqp.cli.help;

import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Disk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code amqp package-files}: what the packages have beside the jars. The same jars give the same files. */
@Command(
        name = "package-files",
        description = "Writes man/man1/amqp*.1 for each command, completion/amqp.bash and lib/classes.lst.",
        hidden = true,
        mixinStandardHelpOptions = true)
public final class PackageFilesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", description = "Made when it is missing.")
    private Path folder;

    @Override
    public Integer call() {
        try {
            writeManual(Files.createDirectories(folder.resolve("man/man1")), spec.root());
            Files.writeString(
                    Files.createDirectories(folder.resolve("completion")).resolve("amqp.bash"), completion());
            Files.write(
                    Files.createDirectories(folder.resolve("lib")).resolve("classes.lst"), ClassList.ofThisProcess());
            return 0;
        } catch (IOException e) {
            throw new CommandFailedException("cannot write to \"" + folder + "\": " + Disk.reason(e), e);
        }
    }

    private void writeManual(Path pages, CommandSpec command) throws IOException {
        ManualPage page = new ManualPage(command);
        Files.writeString(pages.resolve(page.name() + ".1"), page.roff());
        for (CommandLine part : command.subcommands().values()) {
            if (!part.getCommandSpec().usageMessage().hidden()) {
                writeManual(pages, part.getCommandSpec());
            }
        }
    }

    private String completion() {
        StringWriter script = new StringWriter();
        CompletionCommand.print(spec.root(), Shell.BASH, new PrintWriter(script));
        return script.toString();
    }
}
