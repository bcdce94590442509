// SPDX-License-Identifier: MPL-2.0
package com.example.amqp.unixsocket;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import java.time.Duration;

/**
 * Connects to socket files: the host of an endpoint is the path of one, its port means nothing. One thread serves all
 * connections. TLS has no host name to verify here, so it needs {@link amqp.tls.TlsOptions.Builder#serverName}.
 */
public final class UnixSocketAdapter implements Adapter {
    static final String NAME = "unix-socket";

    private final Loop loop;

    private UnixSocketAdapter(Loop loop) {
        this.loop = loop;
    }

    /**
     * An adapter with a thread of its own, which ends when the adapter is closed.
     *
     * @throws IllegalStateException when the system gives no selector
     */
    public static UnixSocketAdapter create() {
        return new UnixSocketAdapter(Loop.start());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler handler) {
        UnixSocketTransport transport = new UnixSocketTransport(loop, endpoint, handler);
        loop.executeFirst(transport::start);
        return transport;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        loop.expectOpen();
        return loop.schedule(delay, task);
    }

    @Override
    public void close() {
        loop.close();
    }

    @Override
    public boolean awaitClosed(Duration timeout) throws InterruptedException {
        return loop.awaitEnd(timeout);
    }
}
