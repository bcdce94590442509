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
import org.jspecify.annotations.Nullable;

/** Options of a {@link NettyAdapter} with an event loop group of its own. Immutable; change them by {@link #toBuilder}. */
public final class NettyOptions {
    /** One loop, the best I/O that there is, the JDK's TLS. */
    public static final NettyOptions DEFAULT = builder().build();

    private final int threads;
    private final Io io;
    private final Tls tls;

    private NettyOptions(Builder builder) {
        threads = builder.threads;
        io = builder.io;
        tls = builder.tls;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return builder().threads(threads).io(io).tls(tls);
    }

    /** Returns the number of event loops, each with a thread; 1 unless set otherwise. */
    public int threads() {
        return threads;
    }

    /** Returns how the loops do their I/O; {@link Io#best} unless set otherwise. */
    public Io io() {
        return io;
    }

    /** Returns whose TLS is used, for connections with TLS; the JDK's unless set otherwise. */
    public Tls tls() {
        return tls;
    }

    /** Builds {@link NettyOptions}. For one thread at a time. */
    public static final class Builder {
        private int threads = 1;
        private Io io = Io.best();
        private Tls tls = Tls.JDK;

        private Builder() {}

        /**
         * Sets the number of event loops, each with a thread; connections are spread over them in turn.
         *
         * @throws IllegalArgumentException when less than 1
         */
        public Builder threads(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("An adapter needs 1 thread at least, not " + number);
            }
            threads = number;
            return this;
        }

        /** Sets how the loops do their I/O; {@link NettyAdapter#create} fails where that can't be used. */
        public Builder io(Io other) {
            io = Objects.requireNonNull(other, "io");
            return this;
        }

        /** Sets whose TLS is used; {@link NettyAdapter#create} fails where that can't be used. */
        public Builder tls(Tls other) {
            tls = Objects.requireNonNull(other, "tls");
            return this;
        }

        /** Returns the options. */
        public NettyOptions build() {
            return new NettyOptions(this);
        }
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
        private final Supplier<@Nullable Throwable> obstacle;

        Io(
                Class<? extends IoHandler> handler,
                Class<? extends SocketChannel> channel,
                Supplier<IoHandlerFactory> factory,
                Supplier<@Nullable Throwable> obstacle) {
            this.handler = handler;
            this.channel = channel;
            this.factory = factory;
            this.obstacle = obstacle;
        }

        /** EPOLL where it can be used, else NIO. IO_URING is used only when asked for: many systems forbid it. */
        public static Io best() {
            return EPOLL.unusableReason().isEmpty() ? EPOLL : NIO;
        }

        /** Returns why this cannot be used here, in one sentence; the empty string if it can. */
        public String unusableReason() {
            return this == NIO ? "" : NativeLibrary.unusableReason(toString(), obstacle);
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

        /** Returns why this cannot be used here, in one sentence; the empty string if it can. */
        public String unusableReason() {
            return this == JDK ? "" : NativeLibrary.unusableReason("OpenSSL", OpenSsl::unavailabilityCause);
        }
    }
}
