// SPDX-License-Identifier: MPL-2.0
package com.example.amqp.unixsocket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A listener whose queue is full of connections that nobody accepts. */
final class CrowdedListener implements AutoCloseable {
    private final Path file;
    private final ServerSocketChannel listener;
    private final List<SocketChannel> channels = new ArrayList<>();

    CrowdedListener(Path file) throws IOException {
        this.file = file;
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file), 1);
        // Of a queue for one, Linux makes a queue for two.
        for (int i = 0; i < 2; i++) {
            channels.add(SocketChannel.open(UnixDomainSocketAddress.of(file)));
        }
    }

    Path file() {
        return file;
    }

    void makeRoom() throws IOException {
        channels.add(listener.accept());
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
