// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.vertx;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.SocketOptions;
import amqp.adapter.spi.TransportException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Brings a transport to its peer: looks the name up off the context, then tries one address after the other, each with its
 * share of the time that is left. The transport's own deadline covers the whole. The fields belong to the context.
 */
final class Connector {
    private final VertxTransport transport;
    private final Endpoint endpoint;
    private final long deadline;
    private NetClient client;
    private Deque<InetAddress> addresses = new ArrayDeque<>();
    private Throwable failure;

    Connector(VertxTransport transport, Endpoint endpoint) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.deadline = System.nanoTime() + endpoint.connectTimeout().toNanos();
    }

    void start(Vertx vertx) {
        client = vertx.createNetClient(options(endpoint.socket()));
        if (endpoint.isAddressLiteral()) {
            lookUp();
        } else {
            VertxAdapter.newThread(this::lookUp).start();
        }
    }

    private static NetClientOptions options(SocketOptions socket) {
        NetClientOptions options =
                new NetClientOptions().setTcpNoDelay(socket.noDelay()).setTcpKeepAlive(socket.keepAlive());
        if (socket.sendBuffer() > 0) {
            options.setSendBufferSize(socket.sendBuffer());
        }
        if (socket.receiveBuffer() > 0) {
            options.setReceiveBufferSize(socket.receiveBuffer());
        }
        return options;
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
        client.connect(new ConnectOptions()
                        .setRemoteAddress(SocketAddress.inetSocketAddress(endpoint.port(), address.getHostAddress()))
                        .setTimeout(patienceMillis()))
                .onComplete(transport::connected, this::refused);
    }

    /** What the present address may take: its share, or somewhat longer than the transport waits. */
    private int patienceMillis() {
        long share = (deadline - System.nanoTime()) / (addresses.size() + 1);
        long millis = ScheduledTask.millis(share) + (addresses.isEmpty() ? 1000 : 0);
        return (int) Math.min(Integer.MAX_VALUE, millis);
    }

    private void refused(Throwable cause) {
        if (failure != null) {
            cause.addSuppressed(failure);
        }
        failure = cause;
        next();
    }

    /** Closes its sockets too. */
    Future<Void> close() {
        return client.close();
    }
}
