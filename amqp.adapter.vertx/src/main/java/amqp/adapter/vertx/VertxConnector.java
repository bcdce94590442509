// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.vertx;

import amqp.adapter.spi.SocketOptions;
import amqp.adapter.spi.toolkit.AddressConnector;
import amqp.adapter.spi.toolkit.TimerQueue;
import io.vertx.core.Future;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The attempts of a transport to connect, with a client of Vert.x of its own. */
final class VertxConnector extends AddressConnector {
    /** Where the transport's own timeout is to come first. */
    private static final long LONGER_NANOS = 1_000_000_000;

    private final VertxTransport transport;
    private @Nullable NetClient client;

    VertxConnector(VertxTransport transport) {
        super(transport);
        this.transport = transport;
    }

    void start(VertxAdapter adapter) {
        client = adapter.vertx().createNetClient(options(endpoint().socket()));
        resolve(look -> adapter.threads().newThread(look).start());
    }

    @Override
    protected void soon(Runnable entry) {
        transport.soon(entry);
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

    @Override
    protected void attempt(InetSocketAddress address, long nanos) {
        client.connect(new ConnectOptions()
                        .setRemoteAddress(SocketAddress.inetSocketAddress(
                                address.getPort(), address.getAddress().getHostAddress()))
                        .setTimeout(patienceMillis(nanos)))
                .onComplete(transport::connected, this::refused);
    }

    private int patienceMillis(long nanos) {
        long patience = nanos == Long.MAX_VALUE ? TimerQueue.nanos(endpoint().connectTimeout()) + LONGER_NANOS : nanos;
        return (int) Math.min(Integer.MAX_VALUE, ScheduledTask.millis(patience));
    }

    @Override
    protected void abandon() {
        // An attempt that fails leaves nothing; those under way end with the client.
    }

    /** Closes its sockets too. */
    Future<Void> close() {
        return client.close();
    }
}
