// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import amqp.adapter.spi.toolkit.AddressConnector;
import amqp.adapter.spi.toolkit.SocketSetter;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The attempts of a transport to connect, with channels of its loop. */
final class NettyConnector extends AddressConnector {
    private final NettyTransport transport;
    private final EventLoop loop;
    private final NettyOptions.Io io;
    private @Nullable ChannelFuture attempt;

    NettyConnector(NettyTransport transport, EventLoop loop, NettyOptions.Io io) {
        super(transport);
        this.transport = transport;
        this.loop = loop;
        this.io = io;
    }

    @Override
    protected void soon(Runnable entry) {
        transport.soon(entry);
    }

    @Override
    protected void attempt(InetSocketAddress address, long nanos) throws IOException {
        ChannelFuture present = bootstrap(patienceMillis(nanos)).connect(address);
        attempt = present;
        present.addListener(done -> {
            // Mostly on the loop, and then at once, so that the pipeline is complete before anything is read.
            if (loop.inEventLoop()) {
                decided(present);
            } else {
                transport.soon(() -> decided(present));
            }
        });
    }

    /** For Netty, where zero is for ever. */
    private static int patienceMillis(long nanos) {
        return nanos == Long.MAX_VALUE
                ? 0
                : (int) Math.min(Integer.MAX_VALUE, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
    }

    private Bootstrap bootstrap(int patienceMillis) throws IOException {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(io.channel())
                .handler(new ChannelInboundHandlerAdapter())
                .disableResolver()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, patienceMillis)
                // Reading begins when the transport is told; a failed write must not end reading.
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.AUTO_CLOSE, false);
        SocketSetter.apply(endpoint().socket(), new SocketSetter() {
            /** Netty's options have the names of the JDK's. */
            @Override
            public <T> void set(SocketOption<T> option, T value) {
                bootstrap.option(ChannelOption.valueOf(option.name()), value);
            }
        });
        return bootstrap;
    }

    /** An attempt that was given up meanwhile isn't the present one. */
    private void decided(ChannelFuture done) {
        if (done != attempt) {
            return;
        }
        attempt = null;
        if (done.isSuccess()) {
            transport.connected(done.channel());
        } else if (done.cause() instanceof ConnectTimeoutException) {
            timedOut();
        } else {
            refused(done.cause());
        }
    }

    @Override
    protected void abandon() {
        if (attempt != null) {
            Channel channel = attempt.channel();
            attempt = null;
            channel.close();
        }
    }
}
