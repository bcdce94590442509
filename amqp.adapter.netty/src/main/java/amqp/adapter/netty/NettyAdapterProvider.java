// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;

/** Provides {@link NettyAdapter} under the name "netty". */
public final class NettyAdapterProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public NettyAdapterProvider() {}

    @Override
    public String name() {
        return NettyAdapter.NAME;
    }

    @Override
    public int order() {
        return 400;
    }

    @Override
    public String unusableReason() {
        return "";
    }

    @Override
    public Adapter create() {
        return NettyAdapter.create();
    }
}
