// SPDX-License-Identifier: MPL-2.0
package amqp.cli.settings;

import amqp.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Files that hold secrets. */
final class PrivateFile {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private PrivateFile() {}

    /**
     * Checks that nobody but the owner may read or write the file. Without POSIX permissions, as on Windows, nothing is
     * checked.
     *
     * @param why ends the sentence
     * @throws CommandFailedException when somebody else may
     */
    static void expectPrivate(Path file, String why) {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            if (view != null && view.readAttributes().permissions().stream().anyMatch(OTHERS::contains)) {
                throw new CommandFailedException("\"" + file + "\" is not used, " + why
                        + " and others may read or write it; allow it to yourself alone: chmod 600 " + file);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Its lines. */
    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Why a file cannot be read, for people who do not know Java's exceptions. */
    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        return failure instanceof CharacterCodingException ? "it is no text in UTF-8" : failure.getMessage();
    }

    private static CommandFailedException unreadable(Path file, IOException failure) {
        return new CommandFailedException("cannot read \"" + file + "\": " + reason(failure), failure);
    }
}
