// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Disk;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines that are known to have been written. */
final class Output implements AutoCloseable {
    private final PrintWriter out;
    private final String name;

    private Output(PrintWriter out, String name) {
        this.out = out;
        this.name = name;
    }

    static Output stdout(PrintWriter out) {
        return new Output(out, "stdout");
    }

    /** @throws CommandFailedException when it cannot be written */
    static Output file(Path file) {
        try {
            return new Output(
                    new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8)), "\"" + file + "\"");
        } catch (IOException e) {
            throw new CommandFailedException("cannot write \"" + file + "\": " + Disk.reason(e), e);
        }
    }

    /** @throws CommandFailedException when it cannot be written */
    void println(String line) {
        out.println(line);
        if (out.checkError()) { // flushes, too
            throw new CommandFailedException("cannot write to " + name + " any more");
        }
    }

    @Override
    public void close() {
        out.close();
    }
}
