// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes as they are. */
record PlainLink(SocketChannel socket) implements Link {
    @Override
    public void read(ByteBuffer target) throws IOException {
        if (socket.read(target) < 0) {
            throw new EOFException();
        }
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        socket.write(source);
    }

    @Override
    public boolean flush() {
        return true;
    }
}
