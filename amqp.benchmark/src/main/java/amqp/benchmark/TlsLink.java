// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** TLS of a server over a socket. The handshake goes on within reads. */
final class TlsLink implements Link {
    private static final int RECORDS = 16;

    private final SocketChannel socket;
    private final SSLEngine engine;
    private final int record;

    /** Of the socket, ready to fill. */
    private final ByteBuffer encrypted;

    /** For the socket, from 0 to its position. */
    private final ByteBuffer leaving;

    TlsLink(SocketChannel socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
        engine.setUseClientMode(false);
        record = engine.getSession().getPacketBufferSize();
        encrypted = ByteBuffer.allocateDirect(RECORDS * record);
        leaving = ByteBuffer.allocateDirect(RECORDS * record);
    }

    @Override
    public void read(ByteBuffer target) throws IOException {
        if (socket.read(encrypted) < 0) {
            throw new EOFException();
        }
        encrypted.flip();
        while (unwrap(target) || handshake()) {
            // until no record is whole
        }
        encrypted.compact();
        flush();
    }

    /** Whether it got further. */
    private boolean unwrap(ByteBuffer target) throws IOException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            return false;
        }
        SSLEngineResult result = engine.unwrap(encrypted, target);
        if (result.getStatus() == Status.CLOSED) {
            throw new EOFException();
        }
        return result.bytesConsumed() > 0;
    }

    private boolean handshake() throws IOException {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                engine.getDelegatedTask().run();
                yield true;
            }
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), leaving).bytesProduced() > 0;
            default -> false;
        };
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining() && leaving.remaining() >= record) {
            engine.wrap(source, leaving);
        }
        flush();
    }

    @Override
    public boolean flush() throws IOException {
        if (leaving.position() > 0) {
            leaving.flip();
            socket.write(leaving);
            leaving.compact();
        }
        return leaving.position() == 0;
    }
}
