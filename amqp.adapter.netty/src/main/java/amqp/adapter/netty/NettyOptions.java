// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Options of an adapter with an event loop group of its own.
 *
 * @param threads number of event loops, each with a thread; at least 1
 * @param io how the loops do their I/O
 * @param tls whose TLS is used, for connections with TLS
 */
public record NettyOptions(int threads, Io io, Tls tls) {
    /** One loop, the best I/O that there is, the JDK's TLS. */
    public static final NettyOptions DEFAULTS = new NettyOptions(1, Io.best(), Tls.JDK);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when there is no thread
     */
    public NettyOptions {
        Objects.requireNonNull(io, "io");
        Objects.requireNonNull(tls, "tls");
        if (threads < 1) {
            throw new IllegalArgumentException("An adapter needs 1 thread at least, not " + threads);
        }
    }

    /** These options with another number of event loops. */
    public NettyOptions withThreads(int number) {
        return new NettyOptions(number, io, tls);
    }

    /** These options with another I/O. */
    public NettyOptions withIo(Io other) {
        return new NettyOptions(threads, other, tls);
    }

    /** These options with another TLS. */
    public NettyOptions withTls(Tls other) {
        return new NettyOptions(threads, io, other);
    }

    /** How event loops do their I/O. EPOLL and IO_URING need Linux and Netty's native library for it. */
    public enum Io {
        /** Selectors of the JDK, everywhere. */
        NIO(NioIoHandler.class, NioSocketChannel.class, NioIoHandler::newFactory, () -> null),
        /** Linux, with the artifact netty-transport-native-epoll. */
        EPOLL(EpollIoHandler.class, EpollSocketChannel.class, EpollIoHandler::newFactory, Epoll::unavailabilityCause),
        /** Linux 5.14 or later, with the artifact netty-transport-native-io_uring. */
        IO_URING(
                IoUringIoHandler.class,
                IoUringSocketChannel.class,
                IoUringIoHandler::newFactory,
                IoUring::unavailabilityCause);

        private final Class<? extends IoHandler> handler;
        private final Class<? extends SocketChannel> channel;
        private final Supplier<IoHandlerFactory> factory;
        private final Supplier<Throwable> obstacle;

        Io(
                Class<? extends IoHandler> handler,
                Class<? extends SocketChannel> channel,
                Supplier<IoHandlerFactory> factory,
                Supplier<Throwable> obstacle) {
            this.handler = handler;
            this.channel = channel;
            this.factory = factory;
            this.obstacle = obstacle;
        }

        /** EPOLL where it can be used, else NIO. IO_URING is used only when asked for: many systems forbid it. */
        public static Io best() {
            return EPOLL.unusableReason().isEmpty() ? EPOLL : NIO;
        }

        /** Why this can't be used here, in one sentence; the empty string where it can. */
        public String unusableReason() {
            return sentence(this + " can't be used here", obstacle.get());
        }

        /** What the loops of a group do. */
        static Io of(EventLoopGroup group) {
            return Stream.of(values())
                    .filter(io -> group instanceof IoEventLoopGroup loops && loops.isIoType(io.handler))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "This event loop group does no I/O that the adapter knows; make it with the IoHandlerFactory"
                                    + " of NIO, epoll or io_uring"));
        }

        Class<? extends SocketChannel> channel() {
            return channel;
        }

        IoHandlerFactory handlers() {
            return factory.get();
        }

        /** Whether a write ends later even where the socket has room. */
        boolean writesLater() {
            return this == IO_URING;
        }
    }

    /** Whose TLS is used. */
    public enum Tls {
        /** The JDK's. */
        JDK,
        /**
         * OpenSSL or BoringSSL, with an artifact netty-tcnative. Connections whose options hold an SSLContext use that
         * context all the same.
         */
        OPENSSL;

        /** Why this can't be used here, in one sentence; the empty string where it can. */
        public String unusableReason() {
            return this == JDK ? "" : sentence("OpenSSL can't be used here", OpenSsl.unavailabilityCause());
        }
    }

    private static String sentence(String what, Throwable obstacle) {
        return obstacle == null
                ? ""
                : what + "; is Netty's native library for it on the path? ("
                        + String.valueOf(obstacle.getMessage())
                                .lines()
                                .findFirst()
                                .orElse("") + ")";
    }
}
