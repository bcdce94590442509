// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import amqp.adapter.scenario.TlsScenarios;
import amqp.adapter.spi.Adapter;

/** The scenarios common to all adapters. */
class BlockingAdapterTlsTest extends TlsScenarios {
    @Override
    protected Adapter newAdapter() {
        return new BlockingAdapter();
    }
}
