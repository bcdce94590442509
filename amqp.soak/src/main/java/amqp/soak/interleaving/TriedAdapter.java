// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.adapter.aio.AioAdapter;
import amqp.adapter.blocking.BlockingAdapter;
import amqp.adapter.netty.NettyAdapter;
import amqp.adapter.netty.NettyOptions;
import amqp.adapter.nio.NioAdapter;
import amqp.adapter.spi.Adapter;
import java.util.Locale;
import java.util.function.Supplier;

/** The adapters, each with several threads, so that a timer and a transport of one connection may have different ones. */
enum TriedAdapter {
    NIO(() -> NioAdapter.create(NioAdapter.Options.DEFAULTS.withLoops(2))),
    AIO(() -> AioAdapter.create(2)),
    BLOCKING(BlockingAdapter::new),
    NETTY(() -> NettyAdapter.create(NettyOptions.DEFAULTS.withThreads(2)));

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
