// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import amqp.adapter.spi.Adapter;
import amqp.adapter.tck.AdapterTck;

/** The rules common to all adapters. */
class BlockingAdapterTckTest extends AdapterTck {
    @Override
    protected Adapter newAdapter() {
        return BlockingAdapter.create();
    }
}
