// SPDX-License-Identifier: MPL-2.0
package com.example.amqp.unixsocket;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;

/** Finds {@link UnixSocketAdapter} by the name "unix-socket". */
public final class UnixSocketAdapterProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public UnixSocketAdapterProvider() {}

    @Override
    public String name() {
        return UnixSocketAdapter.NAME;
    }

    /** After all adapters that connect to hosts: whoever wants a socket file says so. */
    @Override
    public int order() {
        return 10_000;
    }

    @Override
    public String unusableReason() {
        try {
            SocketChannel.open(StandardProtocolFamily.UNIX).close();
            return "";
        } catch (UnsupportedOperationException | IOException failure) {
            return "this system gives no Unix domain socket: " + failure.getMessage();
        }
    }

    @Override
    public Adapter create() {
        return UnixSocketAdapter.create();
    }
}
