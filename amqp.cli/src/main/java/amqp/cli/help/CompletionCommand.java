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
        PrintWriter out = spec.commandLine().getOut();
        if (shell == Shell.ZSH) {
            // The script calls compinit itself, and asks for its files to be trusted or not, unless that has happened.
            out.println("#compdef amqp");
        }
        out.println(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
        out.flush();
    }
}
