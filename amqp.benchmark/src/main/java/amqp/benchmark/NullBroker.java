// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A broker that does as little as possible, so that a benchmark measures the client: it shakes hands, answers every
 * declare, drops what is published, confirms once a read, and sends prebuilt deliveries as fast as the socket takes
 * them. One thread, one selector. Keeps to the loopback interface.
 */
public final class NullBroker implements AutoCloseable {
    static final int FRAME_MAX = 131_072;

    private static final int READ_BUFFER = 1 << 20;

    private final Selector selector;
    private final ServerSocketChannel server;
    private final ByteBuffer reading = ByteBuffer.allocateDirect(READ_BUFFER);
    private final Thread thread = new Thread(this::run, "null-broker");
    private volatile boolean closed;

    private final Optional<SslContext> tls;

    private NullBroker(int port, Optional<SslContext> tls) throws IOException {
        this.tls = tls;
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 8192);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
    }

    /**
     * @param port 0 for any
     */
    public static NullBroker start(int port) throws IOException {
        return start(port, Optional.empty());
    }

    /**
     * With TLS, by OpenSSL where it is on the class path, so that the broker is not the bound.
     *
     * @param port 0 for any
     * @param certificate PEM file
     * @param key PEM file
     */
    public static NullBroker startTls(int port, Path certificate, Path key) throws IOException {
        SslContext tls =
                SslContextBuilder.forServer(certificate.toFile(), key.toFile()).build();
        return start(port, Optional.of(tls));
    }

    private static NullBroker start(int port, Optional<SslContext> tls) throws IOException {
        NullBroker broker = new NullBroker(port, tls);
        broker.thread.start();
        return broker;
    }

    /**
     * As a process of its own, given its port or 0, and the PEM files of a certificate and its key where it is to use
     * TLS: prints its port and ends with its standard input.
     */
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
        try (NullBroker broker =
                arguments.length < 3 ? start(port) : startTls(port, Path.of(arguments[1]), Path.of(arguments[2]))) {
            System.out.println(broker.port());
            while (System.in.read() >= 0) {
                // until whoever started it goes
            }
        }
    }

    public int port() {
        return server.socket().getLocalPort();
    }

    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + port();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::ready);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                serve((NullSession) key.attachment(), key);
            }
        } catch (IOException e) {
            close(key);
        } catch (RuntimeException e) {
            e.printStackTrace();
            close(key);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_READ, new NullSession(link(channel)));
    }

    private Link link(SocketChannel channel) {
        return tls.<Link>map(context -> new TlsLink(channel, context.newEngine(UnpooledByteBufAllocator.DEFAULT)))
                .orElse(new PlainLink(channel));
    }

    private void serve(NullSession session, SelectionKey key) throws IOException {
        if (key.isReadable()) {
            session.receive(reading);
        }
        boolean more = session.send();
        key.interestOps(more ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Closing the channel cancels its key. */
    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
