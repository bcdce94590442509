// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import amqp.adapter.spi.AddressConnector;
import amqp.adapter.spi.SocketOptions;
import amqp.adapter.spi.TimerQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;

/** The attempts of a transport to connect, with channels of the adapter's group. */
final class Connector extends AddressConnector implements CompletionHandler<Void, AsynchronousSocketChannel> {
    private final AioAdapter adapter;
    private final AioTransport transport;
    private final Turn turn;
    private final TimerQueue.Timer patience;
    private AsynchronousSocketChannel channel;

    Connector(AioAdapter adapter, AioTransport transport, Turn turn) {
        super(transport);
        this.adapter = adapter;
        this.transport = transport;
        this.turn = turn;
        this.patience = new TimerQueue.Timer(() -> turn.take(this::addressTimedOut));
    }

    @Override
    protected void soon(Runnable entry) {
        turn.take(entry);
    }

    @Override
    protected void attempt(InetSocketAddress address, long nanos) throws IOException {
        channel = AsynchronousSocketChannel.open(adapter.group());
        apply(endpoint().socket());
        if (nanos != Long.MAX_VALUE) {
            adapter.timer().set(patience, System.nanoTime() + nanos);
        }
        channel.connect(address, channel, this);
    }

    private void apply(SocketOptions options) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, options.noDelay());
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, options.keepAlive());
        if (options.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
        }
        if (options.receiveBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
        }
    }

    @Override
    public void completed(Void nothing, AsynchronousSocketChannel connected) {
        turn.take(() -> made(connected));
    }

    @Override
    public void failed(Throwable cause, AsynchronousSocketChannel refused) {
        turn.take(() -> refused(refused, cause));
    }

    /** An attempt that was given up meanwhile isn't the present one. */
    private void made(AsynchronousSocketChannel connected) {
        if (connected == channel) {
            channel = null;
            adapter.timer().remove(patience);
            transport.connected(connected);
        }
    }

    private void refused(AsynchronousSocketChannel refused, Throwable cause) {
        if (refused == channel) {
            refused(cause);
        }
    }

    private void addressTimedOut() {
        if (channel != null) {
            refused(new SocketTimeoutException("no answer from the address"));
        }
    }

    @Override
    protected void abandon() {
        adapter.timer().remove(patience);
        if (channel != null) {
            AioTransport.closeQuietly(channel);
            channel = null;
        }
    }
}
