// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import amqp.adapter.spi.AddressConnector;
import amqp.adapter.spi.SocketOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** The attempts of a transport to connect, with channels of its loop. */
final class Connector extends AddressConnector {
    private final NettyTransport transport;
    private final EventLoop loop;
    private final NettyOptions.Io io;
    private ChannelFuture attempt;

    Connector(NettyTransport transport, EventLoop loop, NettyOptions.Io io) {
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
    protected void attempt(InetSocketAddress address, long nanos) {
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

    private Bootstrap bootstrap(int patienceMillis) {
        SocketOptions socket = endpoint().socket();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(io.channel())
                .handler(new ChannelInboundHandlerAdapter())
                .disableResolver()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, patienceMillis)
                // Reading begins when the transport is told; a failed write must not end reading.
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.TCP_NODELAY, socket.noDelay())
                .option(ChannelOption.SO_KEEPALIVE, socket.keepAlive());
        if (socket.sendBuffer() > 0) {
            bootstrap.option(ChannelOption.SO_SNDBUF, socket.sendBuffer());
        }
        if (socket.receiveBuffer() > 0) {
            bootstrap.option(ChannelOption.SO_RCVBUF, socket.receiveBuffer());
        }
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
        } else {
            refused(explained(done.cause()));
        }
    }

    private static Throwable explained(Throwable refusal) {
        return refusal instanceof ConnectTimeoutException
                ? new SocketTimeoutException("no answer from the address")
                : refusal;
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
