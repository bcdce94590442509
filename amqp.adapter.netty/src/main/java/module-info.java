// SPDX-License-Identifier: MPL-2.0
/** An I/O adapter that uses Netty, on an event loop group of its own or of the application. */
module amqp.adapter.netty {
    requires transitive amqp.adapter.spi;
    requires transitive io.netty.transport;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires static io.netty.tcnative.classes.openssl;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;
    requires static org.jspecify;

    exports amqp.adapter.netty;

    provides amqp.adapter.spi.AdapterProvider with
            amqp.adapter.netty.NettyAdapterProvider;
}
