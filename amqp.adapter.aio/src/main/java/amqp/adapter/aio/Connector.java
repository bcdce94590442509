// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.SocketOptions;
import amqp.adapter.spi.TimerQueue;
import amqp.adapter.spi.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Brings a transport to its peer: looks the name up on a thread of its own, then tries one address after the other, each
 * with its share of the time that is left. The transport's own deadline covers the whole. The fields belong to whoever has
 * the turn.
 */
final class Connector implements CompletionHandler<Void, AsynchronousSocketChannel> {
    private final AioAdapter adapter;
    private final AioTransport transport;
    private final Turn turn;
    private final Endpoint endpoint;
    private final long deadline;
    private final TimerQueue.Timer patience;
    private Deque<InetAddress> addresses = new ArrayDeque<>();
    private AsynchronousSocketChannel channel;
    private Throwable failure;

    Connector(AioAdapter adapter, AioTransport transport, Turn turn, Endpoint endpoint) {
        this.adapter = adapter;
        this.transport = transport;
        this.turn = turn;
        this.endpoint = endpoint;
        this.deadline = System.nanoTime() + endpoint.connectTimeout().toNanos();
        this.patience = new TimerQueue.Timer(() -> turn.take(this::addressTimedOut));
    }

    void resolve() {
        if (endpoint.isAddressLiteral()) {
            lookUp();
        } else {
            AioAdapter.newThread(this::lookUp).start();
        }
    }

    private void lookUp() {
        Runnable answer;
        try {
            List<InetAddress> found = endpoint.resolve();
            answer = () -> begin(found);
        } catch (TransportException unknown) {
            answer = () -> transport.unreachable(unknown);
        }
        turn.take(answer);
    }

    private void begin(List<InetAddress> found) {
        addresses = new ArrayDeque<>(found);
        next();
    }

    private void next() {
        while (!transport.gone()) {
            InetAddress address = addresses.poll();
            if (address == null) {
                transport.unreachable(TransportException.connectFailed(endpoint, failure));
                return;
            }
            try {
                attempt(address);
                return;
            } catch (IOException refused) {
                dropped(refused);
            }
        }
    }

    private void attempt(InetAddress address) throws IOException {
        channel = AsynchronousSocketChannel.open(adapter.group());
        apply(endpoint.socket());
        if (!addresses.isEmpty()) {
            long now = System.nanoTime();
            adapter.timer().set(patience, now + (deadline - now) / (addresses.size() + 1));
        }
        channel.connect(new InetSocketAddress(address, endpoint.port()), channel, this);
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
            dropped(cause);
            next();
        }
    }

    private void addressTimedOut() {
        if (channel != null) {
            dropped(new SocketTimeoutException("no answer from the address"));
            next();
        }
    }

    private void dropped(Throwable cause) {
        if (failure != null) {
            cause.addSuppressed(failure);
        }
        failure = cause;
        abandon();
    }

    /** Gives the attempt up that is under way, if any. */
    void abandon() {
        adapter.timer().remove(patience);
        if (channel != null) {
            AioTransport.closeQuietly(channel);
            channel = null;
        }
    }
}
