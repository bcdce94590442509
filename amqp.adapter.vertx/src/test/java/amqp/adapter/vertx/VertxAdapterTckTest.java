// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.vertx;

import amqp.adapter.spi.Adapter;
import amqp.adapter.tck.AdapterTck;

/** The rules common to all adapters. */
class VertxAdapterTckTest extends AdapterTck {
    @Override
    protected Adapter newAdapter() {
        return VertxAdapter.create();
    }
}
