// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import amqp.adapter.scenario.StreamScenarios;
import amqp.adapter.spi.Adapter;

/** The scenarios common to all adapters. */
class NioAdapterStreamTest extends StreamScenarios {
    @Override
    protected Adapter newAdapter() {
        return NioAdapter.create();
    }
}
