// SPDX-License-Identifier: MPL-2.0
package amqp.cli.settings;

import amqp.cli.terminal.CommandFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Passwords by where they are for, as PostgreSQL's {@code .pgpass} has them: lines of
 * {@code host:port:virtual-host:user:password}. A {@code *} stands for anything, {@code \:} and {@code \\} for a colon and
 * a backslash; an empty line and one that begins with {@code #} say nothing. The first line that fits counts.
 */
public final class PassFile {
    private static final int FIELDS = 5;

    private PassFile() {}

    /**
     * Looks up a password; there is none where there is no file.
     *
     * @throws CommandFailedException when others may read the file, or a line is wrong
     */
    public static Optional<String> password(Path file, String host, int port, String virtualHost, String user) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        PrivateFile.expectPrivate(file, "since it holds passwords");
        List<String> wanted = List.of(host, Integer.toString(port), virtualHost, user);
        Optional<String> found = Optional.empty();
        int number = 0;
        for (String line : PrivateFile.lines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> fields = fields(line);
            if (fields.size() != FIELDS) {
                throw new CommandFailedException("\"" + file + "\", line " + number
                        + ": it must be host:port:virtual-host:user:password, with \\: for a colon within one of them");
            }
            if (found.isEmpty() && fits(fields, wanted)) {
                found = Optional.of(fields.get(FIELDS - 1));
            }
        }
        return found;
    }

    private static boolean fits(List<String> fields, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!fields.get(i).equals("*") && !fields.get(i).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character == '\\' && i + 1 < line.length()) {
                i++;
                field.append(line.charAt(i));
            } else if (character == ':') {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(character);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
