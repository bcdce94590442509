// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import amqp.adapter.scenario.LifecycleScenarios;
import amqp.adapter.spi.Adapter;

/** The scenarios common to all adapters. */
class NioAdapterLifecycleTest extends LifecycleScenarios {
    @Override
    protected Adapter newAdapter() {
        return NioAdapter.create();
    }
}
