// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/** A server on the loopback interface; the test decides what it does with a connection, on a thread for each. */
public final class Peer implements AutoCloseable {
    /** Serves one connection. */
    public interface Service {
        /** Serves the connection; the socket is closed with the peer, or here. What it throws ends it quietly. */
        void serve(Socket socket) throws IOException;
    }

    /** All connections of a test may come at once. */
    private static final int BACKLOG = 1100;

    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** Octets that {@link #counting} services have read. */
    final AtomicLong count = new AtomicLong();

    private Peer(ServerSocket server) {
        this.server = server;
    }

    /** Returns a server that runs the service for each connection. */
    public static Peer serving(Service service) {
        Peer peer = new Peer(listening(BACKLOG));
        peer.daemon(() -> peer.accept(service));
        return peer;
    }

    /** Returns a server that sends back what it receives. */
    public static Peer echoing() {
        return serving(Peer::echo);
    }

    /** Returns a server that uses TLS with the context, reads everything, and answers nothing. */
    public static Peer showing(SSLContext context, boolean askingForCertificate) {
        return new TlsPeer(context, "TLSv1.3", askingForCertificate)
                .serving(socket -> socket.getInputStream().readAllBytes());
    }

    /** Returns a server that answers the start of TLS as a broker without TLS does. */
    public static Peer withoutTls() {
        return serving(socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write("AMQP\0\0\t\1".getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().readAllBytes();
        });
    }

    /** Returns a server that ends its stream when TLS starts. */
    public static Peer endingInTheHandshake() {
        return serving(socket -> {
            socket.getInputStream().read();
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        });
    }

    static Peer counting() {
        AtomicLong[] count = new AtomicLong[1];
        Peer peer = serving(socket -> count(socket, count));
        count[0] = peer.count;
        return peer;
    }

    /** Takes no connection any more: its queue is full, and the system drops further attempts. */
    static Peer overcrowded() throws IOException {
        Peer peer = new Peer(listening(1));
        for (int i = 0; i < 64; i++) {
            Socket socket = new Socket();
            peer.sockets.add(socket);
            try {
                socket.connect(peer.server.getLocalSocketAddress(), 150);
            } catch (IOException full) {
                return peer;
            }
        }
        throw new AssertionError("The queue of a listening socket never filled");
    }

    private static ServerSocket listening(int backlog) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReceiveBufferSize(64 * 1024);
            server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), backlog);
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns its port on 127.0.0.1. */
    public int port() {
        return server.getLocalPort();
    }

    static void echo(Socket socket) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = socket.getInputStream().read(buffer);
                n >= 0;
                n = socket.getInputStream().read(buffer)) {
            socket.getOutputStream().write(buffer, 0, n);
        }
        socket.close();
    }

    private static void count(Socket socket, AtomicLong[] count) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = socket.getInputStream().read(buffer);
                n >= 0;
                n = socket.getInputStream().read(buffer)) {
            count[0].addAndGet(n);
        }
    }

    private void accept(Service service) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                daemon(() -> serve(service, socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Service service, Socket socket) {
        try {
            service.serve(socket);
        } catch (IOException gone) {
            // The client went, which the client's side of the test judges.
        }
    }

    private void daemon(Runnable task) {
        Thread thread = new Thread(task, "tck-peer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(sockets);
        all.add(server);
        for (AutoCloseable each : all) {
            try {
                each.close();
            } catch (Exception alreadyGone) {
                // So be it.
            }
        }
    }
}
