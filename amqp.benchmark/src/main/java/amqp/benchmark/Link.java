// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What the null broker reads from and writes to without waiting. */
interface Link {
    /**
     * Reads once.
     *
     * @param target room for {@link #READ} bytes at least
     * @throws java.io.EOFException when the client has ended its stream
     */
    void read(ByteBuffer target) throws IOException;

    /** Takes as many bytes as it can, and writes them as far as the socket takes them. */
    void write(ByteBuffer source) throws IOException;

    /** Writes what was taken and has not left yet; whether all has left. */
    boolean flush() throws IOException;

    /** Room that a read may need, in bytes. */
    int READ = 1 << 19;
}
