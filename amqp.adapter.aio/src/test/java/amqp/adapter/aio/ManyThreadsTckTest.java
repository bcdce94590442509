// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import amqp.adapter.spi.Adapter;
import amqp.adapter.tck.AdapterTck;

/** The same rules with several threads, on which calls could overlap. */
class ManyThreadsTckTest extends AdapterTck {
    @Override
    protected Adapter newAdapter() {
        return AioAdapter.create(AioOptions.builder().threads(4).build());
    }
}
