// SPDX-License-Identifier: MPL-2.0
package amqp.cli.help;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code amqp completion}. */
@Command(
        name = "completion",
        description = {
            "Prints a script that completes commands and options in a shell.",
            "For this shell: source <(amqp completion bash). For all: put that line into ~/.bashrc or ~/.zshrc."
        },
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Override
    public void run() {
        print(spec.root(), shell, spec.commandLine().getOut());
    }

    static void print(CommandSpec command, Shell shell, PrintWriter out) {
        if (shell == Shell.ZSH) {
            out.println("#compdef amqp");
        }
        out.println(AutoComplete.bash(command.name(), command.commandLine()));
        out.flush();
    }
}
