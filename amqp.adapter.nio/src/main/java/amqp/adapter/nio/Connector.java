// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.SocketOptions;
import amqp.adapter.spi.TimerQueue;
import amqp.adapter.spi.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Brings a transport to its peer: looks the name up off the loop, then tries one address after the other, each with its
 * share of the time that is left. The transport's own deadline covers the whole.
 */
final class Connector {
    private final Loop loop;
    private final NioTransport transport;
    private final Endpoint endpoint;
    private final long deadline;
    private final TimerQueue.Timer patience = new TimerQueue.Timer(this::addressTimedOut);
    private Deque<InetAddress> addresses = new ArrayDeque<>();
    private SocketChannel channel;
    private SelectionKey key;
    private Throwable failure;

    Connector(Loop loop, NioTransport transport, Endpoint endpoint) {
        this.loop = loop;
        this.transport = transport;
        this.endpoint = endpoint;
        this.deadline = System.nanoTime() + endpoint.connectTimeout().toNanos();
    }

    /** Any thread. */
    void resolve(Executor resolving) {
        Executor executor = endpoint.isAddressLiteral() ? Runnable::run : resolving;
        executor.execute(() -> {
            Runnable answer;
            try {
                List<InetAddress> found = endpoint.resolve();
                answer = () -> begin(found);
            } catch (TransportException unknown) {
                answer = () -> transport.unreachable(unknown);
            }
            loop.execute(new Mailbox.Task(answer));
        });
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
        channel = loop.provider().openSocketChannel();
        channel.configureBlocking(false);
        apply(endpoint.socket());
        boolean immediately = channel.connect(new InetSocketAddress(address, endpoint.port()));
        key = channel.register(loop.selector(), immediately ? 0 : SelectionKey.OP_CONNECT, transport);
        if (immediately) {
            handOver();
        } else if (!addresses.isEmpty()) {
            long now = System.nanoTime();
            loop.timers().set(patience, now + (deadline - now) / (addresses.size() + 1));
        }
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

    /** The selector found the attempt decided. */
    void connectable() {
        if (channel == null) {
            return;
        }
        try {
            if (channel.finishConnect()) {
                handOver();
            }
        } catch (IOException refused) {
            dropped(refused);
            next();
        }
    }

    private void handOver() {
        SocketChannel connected = channel;
        channel = null;
        loop.timers().remove(patience);
        transport.connected(connected, key);
    }

    private void addressTimedOut() {
        dropped(new SocketTimeoutException("no answer from the address"));
        next();
    }

    private void dropped(IOException cause) {
        if (failure != null) {
            cause.addSuppressed(failure);
        }
        failure = cause;
        abandon();
    }

    /** Gives the attempt up that is under way, if any. */
    void abandon() {
        loop.timers().remove(patience);
        if (channel != null) {
            closeQuietly(channel);
            channel = null;
        }
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            // It was to be gone, and now it is, one way or the other.
        }
    }
}
