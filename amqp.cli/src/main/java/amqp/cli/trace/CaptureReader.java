// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.cli.terminal.CommandFailedException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A capture file, read from its beginning. */
final class CaptureReader implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final DataInputStream in;
    private long records;

    private CaptureReader(Path file, DataInputStream in) {
        this.file = file;
        this.in = in;
    }

    /** @throws CommandFailedException when there is no such file, or it is no capture */
    static CaptureReader open(Path file) {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
            try {
                CaptureFormat.readBegin(in);
            } catch (IOException e) {
                in.close();
                throw e;
            }
            return new CaptureReader(file, in);
        } catch (CaptureFormat.DamagedException e) {
            throw new CommandFailedException(file + " " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("there is no file " + file, e);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The next record; null at the end.
     *
     * @throws CommandFailedException when the rest cannot be read
     */
    TraceRecord next() {
        try {
            TraceRecord passed = CaptureFormat.read(in);
            records++;
            return passed;
        } catch (CaptureFormat.DamagedException e) {
            throw new CommandFailedException(
                    file + " " + e.getMessage() + " after record " + records + "; what stands before is shown", e);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + file + " any more: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
