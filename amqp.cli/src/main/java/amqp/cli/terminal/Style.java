// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import picocli.CommandLine.Model.CommandSpec;

/** Colours for text on stdout; the text as it is where there are to be none. */
public final class Style {
    /** Without colours. */
    public static final Style PLAIN = new Style(false);

    private final boolean colored;

    private Style(boolean colored) {
        this.colored = colored;
    }

    /** As {@code --color} says. */
    public static Style of(CommandSpec command) {
        return new Style(command.commandLine().getColorScheme().ansi().enabled());
    }

    public String bold(String text) {
        return styled(1, text);
    }

    public String faint(String text) {
        return styled(2, text);
    }

    public String red(String text) {
        return styled(31, text);
    }

    public String green(String text) {
        return styled(32, text);
    }

    public String yellow(String text) {
        return styled(33, text);
    }

    private String styled(int code, String text) {
        return colored ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
