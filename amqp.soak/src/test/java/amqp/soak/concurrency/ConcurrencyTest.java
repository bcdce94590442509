// SPDX-License-Identifier: MPL-2.0
package amqp.soak.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Some hundred orders of each; {@code bin/concurrency} goes on for minutes. And what is broken is found. */
@Tag("once")
class ConcurrencyTest {
    private static final int ORDERS = 100;
    private static final int MUTANT_ORDERS = 3000;

    @ParameterizedTest
    @EnumSource
    void everyOrderGoesWell(Scenario scenario) {
        scenario.play(ORDERS);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsBrokenIsFound(Mutant mutant) {
        var found = assertThrows(AssertionError.class, () -> mutant.play(MUTANT_ORDERS), mutant::toString);
        assertTrue(found.getMessage().contains(mutant.seenAs()), found::toString);
    }

    @Test
    void eachScenarioFindsSomething() {
        assertEquals(
                EnumSet.allOf(Scenario.class),
                Stream.of(Mutant.values()).map(Mutant::finder).collect(Collectors.toSet()));
    }
}
