// SPDX-License-Identifier: MPL-2.0
package amqp.cli.help;

import java.util.Locale;

/** Shells that completion is written for. One script serves both: zsh runs it by its bashcompinit. */
enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
