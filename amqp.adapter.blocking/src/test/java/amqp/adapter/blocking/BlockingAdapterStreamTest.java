// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import amqp.adapter.scenario.StreamScenarios;
import amqp.adapter.spi.Adapter;

/** The scenarios common to all adapters. */
class BlockingAdapterStreamTest extends StreamScenarios {
    @Override
    protected Adapter newAdapter() {
        return new BlockingAdapter();
    }
}
