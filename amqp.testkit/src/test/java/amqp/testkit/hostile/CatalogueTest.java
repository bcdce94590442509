// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final int LEAST = 170;

    @Test
    void eachMomentAndOutcomeIsTried() {
        var moments = EnumSet.noneOf(Moment.class);
        var kinds = EnumSet.noneOf(Outcome.Kind.class);
        for (var each : Catalogue.all()) {
            moments.add(each.moment());
            kinds.add(each.outcome().kind());
        }
        assertTrue(Catalogue.all().size() >= LEAST);
        assertEquals(EnumSet.allOf(Moment.class), moments);
        assertEquals(EnumSet.allOf(Outcome.Kind.class), kinds);
    }

    @Test
    void eachSaysWhatHasToCome() {
        for (var each : Catalogue.all()) {
            assertEquals(each, Catalogue.named(each.name()));
            assertFalse(each.outcome().section().isEmpty(), each.name());
        }
        assertThrows(IllegalArgumentException.class, () -> Catalogue.named("none"));
    }
}
