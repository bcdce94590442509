// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import amqp.adapter.aio.AioAdapter;
import amqp.adapter.aio.AioOptions;
import amqp.adapter.blocking.BlockingAdapter;
import amqp.adapter.netty.NettyAdapter;
import amqp.adapter.netty.NettyOptions;
import amqp.adapter.nio.NioAdapter;
import amqp.adapter.nio.NioOptions;
import amqp.adapter.spi.Adapter;
import amqp.adapter.vertx.VertxAdapter;
import java.util.Locale;
import java.util.function.Supplier;

/** The adapters, each with as few threads as it can have, so that connections share them. */
enum TriedAdapter {
    NIO(true, () -> NioAdapter.create(NioOptions.builder().loops(1).build())),
    BLOCKING(false, BlockingAdapter::create),
    AIO(true, () -> AioAdapter.create(AioOptions.builder().threads(1).build())),
    NETTY(true, () -> NettyAdapter.create(NettyOptions.builder().threads(1).build())),
    VERTX(true, VertxAdapter::create);

    private final boolean sharesThread;
    private final Supplier<Adapter> maker;

    TriedAdapter(boolean sharesThread, Supplier<Adapter> maker) {
        this.sharesThread = sharesThread;
        this.maker = maker;
    }

    /** Whether one connection can keep another from its thread, so that turns can be counted. */
    boolean sharesThread() {
        return sharesThread;
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
