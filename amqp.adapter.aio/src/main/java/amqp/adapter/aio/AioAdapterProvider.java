// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;

/** Provides {@link AioAdapter} under the name "aio". */
public final class AioAdapterProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public AioAdapterProvider() {}

    @Override
    public String name() {
        return AioAdapter.NAME;
    }

    @Override
    public int order() {
        return 300;
    }

    @Override
    public String unusableReason() {
        return "";
    }

    @Override
    public Adapter create() {
        return AioAdapter.create();
    }
}
