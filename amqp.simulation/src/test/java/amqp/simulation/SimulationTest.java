// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import amqp.testkit.simulated.Sabotage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client recovers from everything, by the seeds 1 to 1000; bin/simulate runs others. */
class SimulationTest {
    private static final int SEEDS_A_TEST = 200;

    @ParameterizedTest
    @ValueSource(longs = {1, 201, 401, 601, 801})
    void everyInvariantHolds(long from) {
        var totals = new Simulate.Totals();
        for (long seed = from; seed < from + SEEDS_A_TEST; seed++) {
            totals.add(run(seed));
        }
        assertTrue(totals.isVaried(), "the seeds do not do enough: " + totals);
    }

    @Test
    void aSeedAlwaysDoesTheSame() {
        for (long seed = 1; seed <= 50; seed++) {
            assertEquals(run(seed), run(seed), "seed " + seed);
        }
    }

    private static Simulation.Outcome run(long seed) {
        try {
            return Simulation.run(seed, Sabotage.NONE, Trace.OFF);
        } catch (Violated violated) {
            return fail(Simulate.explained(seed, Sabotage.NONE, violated));
        }
    }
}
