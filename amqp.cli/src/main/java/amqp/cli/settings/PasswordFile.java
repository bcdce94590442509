// SPDX-License-Identifier: MPL-2.0
package amqp.cli.settings;

import amqp.cli.terminal.CommandFailedException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that holds a password and nothing else, on one line. Its permissions are not looked at, since secrets that are
 * mounted into containers can be read by everybody in there.
 */
public final class PasswordFile {
    private PasswordFile() {}

    /** @throws CommandFailedException when it cannot be read or has not one line */
    public static String read(Path file) {
        List<String> lines = PrivateFile.lines(file);
        if (lines.size() != 1 || lines.get(0).isEmpty()) {
            throw new CommandFailedException(
                    "the password file \"" + file + "\" must have one line, the password; it has "
                            + (lines.isEmpty() ? "none" : lines.size() == 1 ? "an empty one" : lines.size()));
        }
        return lines.get(0);
    }
}
