// SPDX-License-Identifier: MPL-2.0
package amqp.cli.publish;

import amqp.cli.terminal.CommandFailedException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Messages of a file or of stdin, each of one line, which ends with LF or CR LF. */
final class LineSource implements MessageSource {
    private final String name;
    private final InputStream in;
    private final int most;
    private final Function<byte[], Optional<Outgoing>> reader;
    private long number;

    /**
     * @param name for sentences
     * @param in is closed at the end
     * @param most bytes of a line
     * @param reader makes a message of a line, or nothing where the line is to be skipped; throws an {@link
     *     IllegalArgumentException} when it is wrong
     */
    LineSource(String name, InputStream in, int most, Function<byte[], Optional<Outgoing>> reader) {
        this.name = name;
        this.in = new BufferedInputStream(in, 1 << 16);
        this.most = most;
        this.reader = reader;
    }

    @Override
    public Optional<Outgoing> next() {
        try {
            for (Optional<byte[]> line = line(); line.isPresent(); line = line()) {
                number++;
                Optional<Outgoing> message = reader.apply(line.get());
                if (message.isPresent()) {
                    return message;
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(place() + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot read " + name + " after line " + number + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String place() {
        return "line " + number + " of " + name + ": ";
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // It was only read.
        }
    }

    private Optional<byte[]> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        if (octet < 0) {
            return Optional.empty();
        }
        for (; octet >= 0 && octet != '\n'; octet = in.read()) {
            if (line.size() == most) {
                throw new IOException("the next line is longer than " + most + " bytes");
            }
            line.write(octet);
        }
        byte[] octets = line.toByteArray();
        boolean carriageReturn = octet == '\n' && octets.length > 0 && octets[octets.length - 1] == '\r';
        return Optional.of(carriageReturn ? Arrays.copyOf(octets, octets.length - 1) : octets);
    }
}
