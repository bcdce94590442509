// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import amqp.adapter.spi.Adapter;
import amqp.adapter.tck.AdapterTck;

/** The rules common to all adapters. */
class AioAdapterTckTest extends AdapterTck {
    @Override
    protected Adapter newAdapter() {
        return AioAdapter.create();
    }
}
