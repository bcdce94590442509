// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates.cycle.egg;

import amqp.integration.gates.cycle.hen.Hen;

/** The other half: the hen is named inside a method alone. */
public final class Egg {
    public Object hatch() {
        return new Hen();
    }
}
