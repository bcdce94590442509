// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import amqp.cli.connection.AdaptersCommand;
import amqp.cli.connection.PingCommand;
import amqp.cli.consume.ConsumeCommand;
import amqp.cli.demo.DemoCommand;
import amqp.cli.help.CompletionCommand;
import amqp.cli.help.PackageFilesCommand;
import amqp.cli.perf.PerfCommand;
import amqp.cli.publish.PublishCommand;
import amqp.cli.queue.BindCommand;
import amqp.cli.queue.CopyCommand;
import amqp.cli.queue.DeclareCommand;
import amqp.cli.queue.DeleteCommand;
import amqp.cli.queue.GetCommand;
import amqp.cli.queue.MoveCommand;
import amqp.cli.queue.PeekCommand;
import amqp.cli.queue.PurgeCommand;
import amqp.cli.queue.RequeueDlqCommand;
import amqp.cli.queue.UnbindCommand;
import amqp.cli.rpc.RpcCommand;
import amqp.cli.tail.TailCommand;
import amqp.cli.terminal.Artifact;
import amqp.cli.terminal.ColorChoice;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Conversions;
import amqp.cli.terminal.Failures;
import amqp.cli.topology.TopologyCommand;
import amqp.cli.trace.TraceCommand;
import amqp.client.Connection;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code amqp} command: its parts are the subcommands. */
@Command(
        name = "amqp",
        description = {
            "Publishes to and consumes from an AMQP 0-9-1 broker, manages its queues, measures and traces it.",
            "Where an option takes a TIME, it is in seconds (30), or has a unit: 500ms, 30s, 5m, 2h, 7d."
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Amqp.Version.class)
public final class Amqp implements Runnable {
    /** Each knows nothing of the others, so that one can be run without them: what picocli has to look at takes time. */
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            AdaptersCommand.class,
            PingCommand.class,
            PublishCommand.class,
            ConsumeCommand.class,
            TailCommand.class,
            RpcCommand.class,
            TopologyCommand.class,
            PerfCommand.class,
            DeclareCommand.class,
            DeleteCommand.class,
            PurgeCommand.class,
            BindCommand.class,
            UnbindCommand.class,
            GetCommand.class,
            PeekCommand.class,
            MoveCommand.class,
            CopyCommand.class,
            RequeueDlqCommand.class,
            TraceCommand.class);

    /** These show the others. */
    private static final List<Class<?>> COMMANDS_ABOUT_COMMANDS =
            List.of(CompletionCommand.class, PackageFilesCommand.class, HelpCommand.class);

    @Spec
    private CommandSpec spec;

    private Amqp() {}

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            description = "Colours: auto (on a terminal, unless NO_COLOR is set), always or never. Default: auto")
    private void color(ColorChoice when) {
        colors(spec.root().commandLine(), when);
    }

    /** Ends the process with 0, with 1 for what failed, or with 2 for a command line that makes no sense. */
    public static void main(String[] arguments) {
        PrintWriter err = utf8(FileDescriptor.err);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            Failures.show(err, Failures.sentence(failure));
            Runtime.getRuntime().halt(ExitCode.SOFTWARE); // whoever waits for that thread would wait for ever
        });
        System.exit(run(utf8(FileDescriptor.out), err, arguments));
    }

    /** Runs the command and returns its exit status. Throws nothing, not even errors. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        try {
            int status = commandLine(arguments).setOut(out).setErr(err).execute(arguments);
            if (status == ExitCode.OK && out.checkError()) { // flushes, too
                throw new CommandFailedException("cannot write to stdout; what should stand there is lost");
            }
            return status;
        } catch (Throwable e) {
            Failures.show(err, Failures.sentence(e));
            return ExitCode.SOFTWARE;
        }
    }

    /** An argument with an @ is just that, not a file of further arguments. */
    private static CommandLine commandLine(String[] arguments) {
        CommandLine command = new CommandLine(new Amqp());
        List<Class<?>> named = COMMANDS.stream()
                .filter(type -> arguments.length > 0
                        && type.getAnnotation(Command.class).name().equals(arguments[0]))
                .toList();
        if (named.isEmpty()) {
            COMMANDS.forEach(command::addSubcommand);
            COMMANDS_ABOUT_COMMANDS.forEach(command::addSubcommand);
        } else {
            named.forEach(command::addSubcommand);
        }
        command.setExpandAtFiles(false)
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler(Failures::failed);
        Conversions.register(command);
        colors(command, ColorChoice.AUTO);
        return command;
    }

    private static void colors(CommandLine command, ColorChoice when) {
        command.setColorScheme(Help.defaultColorScheme(when.ansi()));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                spec.subcommands().entrySet().stream()
                        .filter(command -> !command.getValue()
                                .getCommandSpec()
                                .usageMessage()
                                .hidden())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(", ", "a command is missing; there are ", "")));
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
