// SPDX-License-Identifier: MPL-2.0
package amqp.cli.help;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A manual page in the man macros of roff, made from what picocli knows of a command. */
final class ManualPage {
    private final CommandSpec command;
    private final StringBuilder roff = new StringBuilder();

    ManualPage(CommandSpec command) {
        this.command = command;
    }

    /** Name of the page, such as {@code amqp-publish}. */
    String name() {
        return name(command);
    }

    private static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    String roff() {
        roff.setLength(0);
        String[] description = command.usageMessage().description();
        line(".TH " + quoted(name().toUpperCase(Locale.ROOT)) + " 1 \"\" "
                + quoted(command.root().version()[0]) + " \"AMQP command\"");
        section("NAME");
        text(name() + " \\- " + escaped(first(description)));
        section("SYNOPSIS");
        line(".nf");
        text(escaped(
                new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0).stripTrailing()));
        line(".fi");
        section("DESCRIPTION");
        for (String paragraph : description) {
            text(escaped(plain(paragraph)));
            line(".PP");
        }
        arguments();
        commands();
        section("EXIT STATUS");
        entry("0", "Everything went well.");
        entry("1", "Something failed; one sentence on standard error says what.");
        entry("2", "The command line makes no sense.");
        entry("130", "Ended by Ctrl-C.");
        entry("143", "Ended by SIGTERM.");
        return roff.toString();
    }

    private void arguments() {
        List<ArgSpec> shown =
                command.args().stream().filter(argument -> !argument.hidden()).toList();
        if (shown.isEmpty()) {
            return;
        }
        section("OPTIONS");
        for (ArgSpec argument : shown) {
            entry(head(argument), plain(String.join("\n", argument.description())));
        }
    }

    private static String head(ArgSpec argument) {
        if (argument instanceof OptionSpec option) {
            boolean flag = option.arity().max() == 0;
            return String.join(", ", option.names()) + (flag ? "" : " " + option.paramLabel());
        }
        return ((PositionalParamSpec) argument).paramLabel();
    }

    private void commands() {
        List<CommandSpec> parts = command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(part -> !part.usageMessage().hidden())
                .toList();
        if (parts.isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (CommandSpec part : parts) {
            entry(name(part) + "(1)", first(part.usageMessage().description()));
        }
    }

    private static String first(String[] description) {
        return description.length == 0 ? "" : plain(description[0]);
    }

    /** Without picocli's variables and markup. */
    private static String plain(String text) {
        return Ansi.OFF.string(text).replace("%n", "\n").replace("%%", "%");
    }

    private void section(String title) {
        line(".SH " + title);
    }

    private void entry(String head, String text) {
        line(".TP");
        line("\\fB" + escaped(head) + "\\fR");
        text(escaped(text.strip()));
    }

    /** A line of text must not begin like a macro. */
    private void text(String escaped) {
        escaped.lines().forEach(line -> line((line.startsWith(".") || line.startsWith("'") ? "\\&" : "") + line));
    }

    private void line(String line) {
        roff.append(line).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "'") + '"';
    }
}
