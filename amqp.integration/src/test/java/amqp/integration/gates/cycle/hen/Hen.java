// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates.cycle.hen;

import amqp.integration.gates.cycle.egg.Egg;

/** Half of a cycle, for the gate to find. */
public final class Hen {
    public Egg lay() {
        return new Egg();
    }
}
