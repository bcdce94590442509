// SPDX-License-Identifier: MPL-2.0
package amqp.test.memory;

import amqp.adapter.spi.toolkit.AdapterThreads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** Lets other processes connect to a test broker, on a port of the loopback interface. Two threads a connection. */
public final class SocketListener implements AutoCloseable {
    private static final byte[] END = {};

    private final BrokerThread thread;
    private final AdapterThreads threads;
    private final Function<Runnable, Link> broker;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** Listens from now on, on a free port. */
    public SocketListener(BrokerThread thread, AdapterThreads threads, Function<Runnable, Link> broker) {
        this.thread = thread;
        this.threads = threads;
        this.broker = broker;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.newThread(this::accept).start();
    }

    /** Returns the port. */
    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                if (server.isClosed()) { // perhaps before it saw this socket
                    shut(socket);
                    return;
                }
                new Peer(socket).start();
            }
        } catch (IOException | IllegalStateException closed) {
            // By close.
        }
    }

    @Override
    public void close() {
        shut(server);
        sockets.forEach(SocketListener::shut);
    }

    private static void shut(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // It is of no use any more, whatever this means.
        }
    }

    /** One connection: a thread reads, one writes, and the broker's does all else. */
    private final class Peer {
        private final Socket socket;
        private final LinkedBlockingQueue<byte[]> leaving = new LinkedBlockingQueue<>();
        private final Link link;
        private boolean ended;

        Peer(Socket socket) {
            this.socket = socket;
            this.link = thread.ask(() -> broker.apply(() -> thread.execute(this::pass)));
        }

        void start() {
            threads.newThread(this::read).start();
            threads.newThread(this::write).start();
        }

        /** On the broker's thread. */
        private void pass() {
            for (byte[] bytes = link.poll(); bytes != null; bytes = link.poll()) {
                leaving.add(bytes);
            }
            if (link.isOver() && !ended) {
                ended = true;
                leaving.add(END);
            }
        }

        private void read() {
            byte[] buffer = new byte[8192];
            try {
                for (int count = socket.getInputStream().read(buffer);
                        count >= 0;
                        count = socket.getInputStream().read(buffer)) {
                    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                    thread.ask(() -> {
                        link.receive(bytes);
                        return true;
                    });
                }
            } catch (IOException | IllegalStateException gone) {
                // Told to the broker below.
            }
            thread.execute(link::lost);
            leaving.add(END);
        }

        private void write() {
            try {
                OutputStream out = socket.getOutputStream();
                for (byte[] bytes = leaving.take(); bytes != END; bytes = leaving.take()) {
                    out.write(bytes);
                }
            } catch (IOException | InterruptedException gone) {
                // The reading thread finds out too.
            }
            shut(socket);
            sockets.remove(socket);
        }
    }
}
