// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.broker;

import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.FrameParser;
import amqp.testkit.wire.WireFrame;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

/** The smallest client: a socket, frames written by hand, frames read one by one. */
final class RawPeer implements Closeable {
    private static final int READ_TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final FrameParser parser = new FrameParser();
    private final Queue<WireFrame> frames = new ArrayDeque<>();
    private final byte[] buffer = new byte[4096];

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    }

    void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    WireFrame next() throws IOException {
        while (frames.isEmpty()) {
            var count = socket.getInputStream().read(buffer);
            if (count < 0) throw new EOFException();
            parser.feed(ByteBuffer.wrap(buffer, 0, count), frames::add);
        }
        return frames.remove();
    }

    WireFrame.Method method() throws IOException {
        return (WireFrame.Method) next();
    }

    WireFrame.Method greet() throws IOException {
        send(BrokerFrames.protocolHeader(0, 0, 9, 1));
        return method();
    }

    /** The whole handshake; gives open-ok, or the close that came in its place. */
    WireFrame.Method open(String mechanism, String response, String virtualHost) throws IOException {
        greet();
        var capabilities = Map.of("capabilities", Map.of("connection.blocked", true));
        send(BrokerFrames.method(0, "connection.start-ok", capabilities, mechanism, response, "en_US"));
        var tune = method();
        send(BrokerFrames.method(0, "connection.tune-ok", 10, tune.number("frame-max"), 0));
        send(BrokerFrames.method(0, "connection.open", virtualHost));
        return method();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
