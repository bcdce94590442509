// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import amqp.adapter.scenario.TlsScenarios;
import amqp.adapter.spi.Adapter;

/** The scenarios common to all adapters. */
class NioAdapterTlsTest extends TlsScenarios {
    @Override
    protected Adapter newAdapter() {
        return NioAdapter.create();
    }
}
