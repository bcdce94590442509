// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;

/** Provides {@link NioAdapter} under the name "nio"; the default where nothing else was chosen. */
public final class NioAdapterProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public NioAdapterProvider() {}

    @Override
    public String name() {
        return NioAdapter.NAME;
    }

    @Override
    public int order() {
        return 100;
    }

    @Override
    public String unusableReason() {
        return "";
    }

    @Override
    public Adapter create() {
        return NioAdapter.create();
    }
}
