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
import amqp.cli.terminal.Conversions;
import amqp.cli.terminal.Failures;
import amqp.cli.topology.TopologyCommand;
import amqp.cli.trace.TraceCommand;
import amqp.client.Connection;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
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
        commandListHeading = "",
        mixinStandardHelpOptions = true,
        versionProvider = Amqp.Version.class)
public final class Amqp implements Runnable {
    /** Commands under one title of the help. */
    private record Group(String title, List<Class<?>> commands) {
        List<String> names() {
            return commands.stream().map(Amqp::name).toList();
        }
    }

    private static final List<Group> GROUPS = List.of(
            new Group(
                    "Everyday",
                    List.of(
                            PublishCommand.class,
                            ConsumeCommand.class,
                            GetCommand.class,
                            PeekCommand.class,
                            TailCommand.class,
                            RpcCommand.class,
                            DeclareCommand.class,
                            DeleteCommand.class,
                            PurgeCommand.class,
                            BindCommand.class,
                            UnbindCommand.class,
                            MoveCommand.class,
                            CopyCommand.class,
                            RequeueDlqCommand.class,
                            TopologyCommand.class)),
            new Group("Measure and watch", List.of(PingCommand.class, PerfCommand.class, TraceCommand.class)),
            new Group(
                    "Other",
                    List.of(
                            DemoCommand.class,
                            AdaptersCommand.class,
                            CompletionCommand.class,
                            PackageFilesCommand.class,
                            HelpCommand.class)));

    /** These show the others, which know nothing of each other. */
    private static final Set<Class<?>> COMMANDS_ABOUT_COMMANDS =
            Set.of(CompletionCommand.class, PackageFilesCommand.class, HelpCommand.class);

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
            if (status == ExitCode.OK) {
                Failures.expectWritten(out);
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
        List<Class<?>> all =
                GROUPS.stream().flatMap(group -> group.commands().stream()).toList();
        List<Class<?>> named = all.stream()
                .filter(type -> arguments.length > 0 && name(type).equals(arguments[0]))
                .filter(type -> !COMMANDS_ABOUT_COMMANDS.contains(type))
                .toList();
        // One that knows nothing of the others is run without them: what picocli has to look at takes time.
        (named.isEmpty() ? all : named).forEach(command::addSubcommand);
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Amqp::commandList);
        command.setExpandAtFiles(false)
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler(Failures::failed);
        Conversions.register(command);
        colors(command, ColorChoice.AUTO);
        return command;
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static String commandList(Help help) {
        StringBuilder list = new StringBuilder();
        for (Group group : GROUPS) {
            Map<String, Help> commands = new LinkedHashMap<>(help.subcommands());
            commands.keySet().retainAll(group.names());
            list.append(help.createHeading("%n" + group.title() + ":%n")).append(help.commandList(commands));
        }
        return list.toString();
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
