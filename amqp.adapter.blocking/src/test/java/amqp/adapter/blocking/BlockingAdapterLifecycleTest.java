// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import amqp.adapter.scenario.LifecycleScenarios;
import amqp.adapter.spi.Adapter;

/** The scenarios common to all adapters. */
class BlockingAdapterLifecycleTest extends LifecycleScenarios {
    @Override
    protected Adapter newAdapter() {
        return new BlockingAdapter();
    }
}
