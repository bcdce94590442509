// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.vertx;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;

/** Provides {@link VertxAdapter} under the name "vertx". */
public final class VertxAdapterProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public VertxAdapterProvider() {}

    @Override
    public String name() {
        return VertxAdapter.NAME;
    }

    @Override
    public int order() {
        return 500;
    }

    @Override
    public String unusableReason() {
        return "";
    }

    @Override
    public Adapter create() {
        return VertxAdapter.create();
    }
}
