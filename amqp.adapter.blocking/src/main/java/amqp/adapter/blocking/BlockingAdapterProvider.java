// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;

/** Provides {@link BlockingAdapter} under the name "blocking". */
public final class BlockingAdapterProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public BlockingAdapterProvider() {}

    @Override
    public String name() {
        return BlockingAdapter.NAME;
    }

    @Override
    public int order() {
        return 200;
    }

    @Override
    public String unusableReason() {
        return "";
    }

    @Override
    public Adapter create() {
        return BlockingAdapter.create();
    }
}
