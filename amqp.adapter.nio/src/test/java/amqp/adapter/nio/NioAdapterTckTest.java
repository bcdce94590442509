// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import amqp.adapter.spi.Adapter;
import amqp.adapter.tck.AdapterTck;

/** The rules common to all adapters. */
class NioAdapterTckTest extends AdapterTck {
    @Override
    protected Adapter newAdapter() {
        return NioAdapter.create();
    }
}
