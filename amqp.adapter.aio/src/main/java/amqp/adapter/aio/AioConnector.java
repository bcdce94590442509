// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import amqp.adapter.spi.toolkit.AddressConnector;
import amqp.adapter.spi.toolkit.SocketSetter;
import amqp.adapter.spi.toolkit.TimerQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import org.jspecify.annotations.Nullable;

/** The attempts of a transport to connect, with channels of the adapter's group. */
final class AioConnector extends AddressConnector implements CompletionHandler<Void, AsynchronousSocketChannel> {
    private final AioAdapter adapter;
    private final AioTransport transport;
    private final Turn turn;
    private final TimerQueue.Timer patience;
    private @Nullable AsynchronousSocketChannel channel;

    AioConnector(AioAdapter adapter, AioTransport transport, Turn turn) {
        super(transport);
        this.adapter = adapter;
        this.transport = transport;
        this.turn = turn;
        this.patience = new TimerQueue.Timer(() -> turn.leave(this::addressTimedOut), turn::make);
    }

    @Override
    protected void soon(Runnable entry) {
        turn.take(entry);
    }

    @Override
    protected void attempt(InetSocketAddress address, long nanos) throws IOException {
        channel = AsynchronousSocketChannel.open(adapter.group());
        SocketSetter.apply(endpoint().socket(), channel::setOption);
        if (nanos != Long.MAX_VALUE) {
            adapter.timer().set(patience, System.nanoTime() + nanos);
        }
        channel.connect(address, channel, this);
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
            timedOut();
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
