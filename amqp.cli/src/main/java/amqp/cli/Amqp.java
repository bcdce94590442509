// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import amqp.client.Connection;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code amqp} command: its parts are the subcommands. */
@Command(
        name = "amqp",
        description = "Publish to and consume from an AMQP 0-9-1 broker, and see what this SDK does.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Amqp.Version.class,
        subcommands = {
            DemoCommand.class,
            AdaptersCommand.class,
            PingCommand.class,
            PublishCommand.class,
            ConsumeCommand.class,
            PerfCommand.class
        })
public final class Amqp implements Runnable {
    @Spec
    private CommandSpec spec;

    private Amqp() {}

    /** Ends the process with 0, with 1 for what failed, or with 2 for a command line that makes no sense. */
    public static void main(String[] arguments) {
        CommandLine command = commandLine();
        command.setOut(utf8(FileDescriptor.out));
        command.setErr(utf8(FileDescriptor.err));
        int status = command.execute(arguments);
        command.getOut().flush();
        System.exit(status);
    }

    /** The command as {@link #main} runs it. An argument with an @ is just that, not a file of further arguments. */
    static CommandLine commandLine() {
        return new CommandLine(new Amqp())
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler(Failures::failed);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing; there are "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    /** JSON is UTF-8, whatever the locale says. */
    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"amqp " + Artifact.of(Connection.class).version()};
        }
    }
}
