// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** When output has colours. */
public enum ColorChoice {
    /** On a terminal, unless {@code NO_COLOR} is set or {@code TERM} is dumb. */
    AUTO,
    ALWAYS,
    NEVER;

    public Ansi ansi() {
        return this == ALWAYS || this == AUTO && Terminal.takesColors() ? Ansi.ON : Ansi.OFF;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
