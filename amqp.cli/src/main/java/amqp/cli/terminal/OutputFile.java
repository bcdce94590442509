// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A new file that an option names, or what is no regular file: a device or a named pipe. Where nothing was written, the file
 * is removed at the end, so that the same command can be given again. For one thread at a time.
 */
public final class OutputFile implements AutoCloseable {
    private final Path path;
    private final boolean regular;
    private final FileOutputStream out;
    private long length;

    private OutputFile(Path path, boolean regular, FileOutputStream out) {
        this.path = path;
        this.regular = regular;
        this.out = out;
    }

    /**
     * Makes the file.
     *
     * @param option that names it, for errors
     * @throws CommandFailedException when there is such a file already, or it cannot be made
     */
    public static OutputFile create(String option, Path path) {
        try {
            boolean regular = !Files.exists(path) || Files.isRegularFile(path);
            if (regular) {
                Files.createFile(path);
            }
            return new OutputFile(path, regular, new FileOutputStream(path.toFile()));
        } catch (IOException e) {
            throw notMade(option, path, e);
        }
    }

    /**
     * What a command says of a new file that could not be made.
     *
     * @param option that names it
     */
    public static CommandFailedException notMade(String option, Path path, IOException why) {
        String sentence = why instanceof FileAlreadyExistsException
                ? "the file \"" + path + "\" is there already and is not overwritten; give another " + option
                : "cannot make the file \"" + path + "\": " + Disk.reason(why);
        return new CommandFailedException(sentence, why);
    }

    /**
     * Writes text in UTF-8. When it returns, the operating system has it.
     *
     * @throws CommandFailedException when it cannot be written; the file is then left without any part of it
     */
    public void write(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        try {
            out.write(octets);
            length += octets.length;
        } catch (IOException e) {
            removePart();
            throw new CommandFailedException("cannot write to \"" + path + "\": " + Disk.reason(e), e);
        }
    }

    private void removePart() {
        if (regular) {
            try {
                out.getChannel().truncate(length);
            } catch (IOException e) {
                // Then the end is not whole.
            }
        }
    }

    @Override
    public void close() {
        try {
            out.close();
            if (regular && length == 0) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new CommandFailedException("cannot close \"" + path + "\": " + Disk.reason(e), e);
        }
    }
}
