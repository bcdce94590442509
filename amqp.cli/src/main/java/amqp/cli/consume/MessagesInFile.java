// SPDX-License-Identifier: MPL-2.0
package amqp.cli.consume;

import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Disk;
import amqp.client.Delivery;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Messages in a new file, or in what is no regular file: a device or a named pipe. Where no message came, the file is removed
 * at the end, so that the same command can be given again.
 */
final class MessagesInFile implements MessageSink {
    private final Path path;
    private final Function<Delivery, String> format;
    private final boolean regular;
    private final FileOutputStream out;
    private long length;

    /** @throws CommandFailedException when there is such a file already, or it cannot be made */
    MessagesInFile(Path path, Function<Delivery, String> format) {
        this.path = path;
        this.format = format;
        try {
            this.regular = !Files.exists(path) || Files.isRegularFile(path);
            if (regular) {
                Files.createFile(path);
            }
            this.out = new FileOutputStream(path.toFile());
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailedException(
                    "the file \"" + path + "\" is there already and is not overwritten; give another --output", e);
        } catch (IOException e) {
            throw new CommandFailedException("cannot make the file \"" + path + "\": " + Disk.reason(e), e);
        }
    }

    @Override
    public void put(Delivery delivery) {
        byte[] octets = (format.apply(delivery) + "\n").getBytes(StandardCharsets.UTF_8);
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
                // Then the last line is not whole.
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
