// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * Reads one connection to the end of TLS, as a server. By an engine, since the JDK's sockets take the bare end of a stream
 * for close_notify.
 */
final class TlsReader {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Socket socket;
    private final SSLEngine engine;
    private final ByteBuffer encrypted;
    private final ByteBuffer plain;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();

    TlsReader(Socket socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
        this.encrypted = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    }

    /**
     * All octets.
     *
     * @throws SSLException when the stream ends without close_notify
     */
    byte[] readAll() throws IOException {
        while (!engine.isInboundDone()) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> send();
                default -> receive();
            }
        }
        return all.toByteArray();
    }

    private void send() throws IOException {
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(NOTHING, record);
        socket.getOutputStream().write(record.array(), 0, record.position());
    }

    private void receive() throws IOException {
        Status status = engine.unwrap(encrypted.flip(), plain).getStatus();
        encrypted.compact();
        all.write(plain.array(), 0, plain.position());
        plain.clear();
        if (status == Status.BUFFER_UNDERFLOW) {
            fill();
        }
    }

    private void fill() throws IOException {
        int count = socket.getInputStream().read(encrypted.array(), encrypted.position(), encrypted.remaining());
        if (count < 0) {
            engine.closeInbound();
        } else {
            encrypted.position(encrypted.position() + count);
        }
    }
}
