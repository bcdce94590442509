// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.testkit.simulated.Sabotage;
import java.util.function.LongFunction;

/** Runs a seed and gives what was violated, null when all held; for classes that a {@link Mutant} has loaded. */
public final class Seed implements LongFunction<String> {
    @Override
    public String apply(long seed) {
        try {
            Simulation.run(seed, Sabotage.NONE, Trace.OFF);
            return null;
        } catch (Violated violated) {
            return violated.getMessage();
        }
    }
}
