// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import amqp.adapter.spi.toolkit.AddressConnector;
import amqp.adapter.spi.toolkit.SocketSetter;
import amqp.adapter.spi.toolkit.TimerQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The attempts of a transport to connect, with channels of a loop. */
final class NioConnector extends AddressConnector {
    private final Loop loop;
    private final NioTransport transport;
    private final TimerQueue.Timer patience = new TimerQueue.Timer(this::timedOut);
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;

    NioConnector(Loop loop, NioTransport transport) {
        super(transport);
        this.loop = loop;
        this.transport = transport;
    }

    @Override
    protected void soon(Runnable entry) {
        loop.execute(new Mailbox.Task(entry));
    }

    @Override
    protected void attempt(InetSocketAddress address, long nanos) throws IOException {
        channel = loop.provider().openSocketChannel();
        channel.configureBlocking(false);
        SocketSetter.apply(endpoint().socket(), channel::setOption);
        boolean immediately = channel.connect(address);
        key = channel.register(loop.selector(), immediately ? 0 : SelectionKey.OP_CONNECT, transport);
        if (immediately) {
            handOver();
        } else if (nanos != Long.MAX_VALUE) {
            loop.timers().set(patience, System.nanoTime() + nanos);
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
            refused(refused);
        }
    }

    private void handOver() {
        SocketChannel connected = channel;
        channel = null;
        loop.timers().remove(patience);
        transport.connected(connected, key);
    }

    @Override
    protected void abandon() {
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
