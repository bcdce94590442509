// SPDX-License-Identifier: MPL-2.0
package com.example.amqp.unixsocket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stands between a socket file and a TCP port of this machine: what socat does, or a container's sidecar. */
final class Relay implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    private static final int STACK = 128 * 1024;

    private final int port;
    private final Path folder;
    private final Path file;
    private final ServerSocketChannel listener;

    private Relay(int port) throws IOException {
        this.port = port;
        this.folder = Files.createTempDirectory("relay");
        this.file = folder.resolve("socket");
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file));
    }

    /** Begins to relay to the port of 127.0.0.1. */
    static Relay to(int port) {
        try {
            Relay relay = new Relay(port);
            start(relay::accept);
            return relay;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path file() {
        return file;
    }

    /** Accepts no more; what is connected stays so until one of its ends goes. */
    @Override
    public void close() {
        try {
            listener.close();
            Files.delete(file);
            Files.delete(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Thread start(Work work) {
        Runnable untilItEnds = () -> {
            try {
                work.run();
            } catch (IOException gone) {
                // The relay was closed, or one end has gone, which the other hears.
            }
        };
        Thread thread = new Thread(null, untilItEnds, "relay", STACK);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() throws IOException {
        while (true) {
            SocketChannel client = listener.accept();
            start(() -> relay(client));
        }
    }

    private void relay(SocketChannel client) throws IOException {
        try (client;
                SocketChannel server = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
            Thread back = start(() -> carry(server, client));
            carry(client, server);
            back.join();
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    /** The end of a stream is passed on as such; a failure ends both directions. */
    private static void carry(SocketChannel from, SocketChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException gone) {
            from.close();
            to.close();
            throw gone;
        }
    }
}
