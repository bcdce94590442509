// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.SocketOptions;
import amqp.adapter.spi.TransportException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Brings a transport to its peer: looks the name up off the loop, then tries one address after the other, each with its
 * share of the time that is left. The transport's own deadline covers the whole. The fields belong to the loop's thread.
 */
final class Connector {
    private final NettyTransport transport;
    private final Endpoint endpoint;
    private final EventLoop loop;
    private final NettyOptions.Io io;
    private final long deadline;
    private Deque<InetAddress> addresses = new ArrayDeque<>();
    private ChannelFuture attempt;
    private Throwable failure;

    Connector(NettyTransport transport, Endpoint endpoint, EventLoop loop, NettyOptions.Io io) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.loop = loop;
        this.io = io;
        this.deadline = System.nanoTime() + endpoint.connectTimeout().toNanos();
    }

    void resolve() {
        if (endpoint.isAddressLiteral()) {
            lookUp();
        } else {
            NettyAdapter.newThread(this::lookUp).start();
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
        transport.soon(answer);
    }

    private void begin(List<InetAddress> found) {
        addresses = new ArrayDeque<>(found);
        next();
    }

    private void next() {
        if (transport.gone()) {
            return;
        }
        InetAddress address = addresses.poll();
        if (address == null) {
            transport.unreachable(TransportException.connectFailed(endpoint, failure));
            return;
        }
        attempt = bootstrap(patienceMillis()).connect(new InetSocketAddress(address, endpoint.port()));
        ChannelFuture present = attempt;
        attempt.addListener(done -> {
            // Mostly on the loop, and then at once, so that the pipeline is complete before anything is read.
            if (loop.inEventLoop()) {
                decided(present);
            } else {
                transport.soon(() -> decided(present));
            }
        });
    }

    /** What the present address may take; zero for as long as the transport waits. */
    private int patienceMillis() {
        if (addresses.isEmpty()) {
            return 0;
        }
        long share = (deadline - System.nanoTime()) / (addresses.size() + 1);
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, TimeUnit.NANOSECONDS.toMillis(share)));
    }

    private Bootstrap bootstrap(int patienceMillis) {
        SocketOptions socket = endpoint.socket();
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
            dropped(done.cause());
            next();
        }
    }

    private void dropped(Throwable refusal) {
        Throwable cause = refusal instanceof ConnectTimeoutException
                ? new SocketTimeoutException("no answer from the address")
                : refusal;
        if (failure != null) {
            cause.addSuppressed(failure);
        }
        failure = cause;
    }

    /** Gives the attempt up that is under way, if any. */
    void abandon() {
        if (attempt != null) {
            Channel channel = attempt.channel();
            attempt = null;
            channel.close();
        }
    }
}
