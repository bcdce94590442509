// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.adapter.aio.AioAdapter;
import amqp.adapter.aio.AioOptions;
import amqp.adapter.blocking.BlockingAdapter;
import amqp.adapter.netty.NettyAdapter;
import amqp.adapter.netty.NettyOptions;
import amqp.adapter.nio.NioAdapter;
import amqp.adapter.nio.NioOptions;
import amqp.adapter.spi.Adapter;
import java.util.Locale;
import java.util.function.Supplier;

/** The adapters, each with several threads, so that a timer and a transport of one connection may have different ones. */
enum TriedAdapter {
    NIO(() -> NioAdapter.create(NioOptions.builder().loops(2).build())),
    AIO(() -> AioAdapter.create(AioOptions.builder().threads(2).build())),
    BLOCKING(BlockingAdapter::create),
    NETTY(() -> NettyAdapter.create(NettyOptions.builder().threads(2).build()));

    private final Supplier<Adapter> maker;

    TriedAdapter(Supplier<Adapter> maker) {
        this.maker = maker;
    }

    /** A new one, to be closed. */
    Adapter create() {
        return maker.get();
    }

    static TriedAdapter named(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("there is no adapter " + name, e);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
