// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that an option names; stdin for {@code -}.
 *
 * @param option for sentences
 */
public record InputFile(String option, String path) {

    /** For sentences. */
    public String name() {
        return path.equals("-") ? "stdin" : "\"" + path + "\"";
    }

    /** @throws CommandFailedException when it cannot be read */
    public InputStream open() {
        try {
            return path.equals("-") ? System.in : Files.newInputStream(Path.of(path));
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("there is no file " + name() + "; check " + option, e);
        } catch (AccessDeniedException e) {
            throw new CommandFailedException("the file " + name() + " may not be read by this user", e);
        } catch (IOException | InvalidPathException e) {
            throw unreadable(e);
        }
    }

    /**
     * Reads it to its end.
     *
     * @throws CommandFailedException when it cannot be read, or holds more than {@link Arguments#MOST_OCTETS}
     */
    public byte[] bytes() {
        try (InputStream in = open()) {
            byte[] octets = in.readNBytes(Arguments.MOST_OCTETS);
            if (octets.length == Arguments.MOST_OCTETS && in.read() >= 0) { // what is longer may well be endless
                throw new CommandFailedException(
                        "cannot read " + name() + ": it is longer than " + Arguments.MOST_OCTETS + " bytes (512 MiB)");
            }
            return octets;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private CommandFailedException unreadable(Exception e) {
        return new CommandFailedException("cannot read " + name() + ": " + e.getMessage(), e);
    }
}
