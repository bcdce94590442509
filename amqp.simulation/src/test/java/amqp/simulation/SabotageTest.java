// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import amqp.testkit.simulated.Sabotage;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checks find a broker that does what it must not. */
class SabotageTest {
    private static final int SEEDS = 60;

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "ACK_TWICE"})
    void isFound(Sabotage sabotage) {
        Set<Invariant> found = EnumSet.noneOf(Invariant.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                Simulation.run(seed, sabotage, Trace.OFF);
            } catch (Violated violated) {
                found.add(violated.invariant());
            }
        }
        assertTrue(found.contains(expected(sabotage)), sabotage + " was found by " + found);
    }

    @Test
    void aRepeatedAckIsHarmless() {
        var repeated = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                repeated += Simulation.run(seed, Sabotage.ACK_TWICE, Trace.OFF).sabotaged() ? 1 : 0;
            } catch (Violated violated) {
                fail(Simulate.explained(seed, Sabotage.ACK_TWICE, violated));
            }
        }
        assertTrue(repeated > SEEDS / 4, "acks were repeated in " + repeated + " runs");
    }

    private static Invariant expected(Sabotage sabotage) {
        return switch (sabotage) {
            case LOSE_ACKED -> Invariant.ACKED_IS_KEPT;
            case ACK_TOO_EARLY -> Invariant.ACKED_WAS_TAKEN;
            case WITHHOLD_ACK -> Invariant.SETTLED_WHEN_CALM;
            case SWAP_DELIVERIES, SKIP_DELIVERY, DELIVER_TWICE -> Invariant.DELIVERY_ORDER;
            case FORGET_CONSUMER -> Invariant.CHANNELS_RESTORED;
            case MISS_OCTET -> Invariant.PROTOCOL;
            case KEEP_QUEUE -> Invariant.DELETED_STAYS_AWAY;
            case FORGET_QUEUE -> Invariant.DECLARED_EXISTS;
            case ACK_TWICE, NONE -> throw new IllegalArgumentException("nothing is to be found");
        };
    }
}
