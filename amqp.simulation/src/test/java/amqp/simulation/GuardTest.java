// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.mutation.Edit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation finds a client with a broken guard; {@code bin/simulate --mutations} breaks all of them. */
class GuardTest {
    private static final int SEEDS = 60;

    @ParameterizedTest
    @EnumSource(
            names = {
                "CHANNEL_OPEN",
                "VERDICTS_AT_END",
                "DEADLINE_OF_ANSWERED",
                "KEPT_BYTES",
                "MODE",
                "DELETED_QUEUES",
                "ACKNOWLEDGED_ONCE"
            })
    void isMissed(Guard guard) throws ReflectiveOperationException, InterruptedException {
        Mutations.Found found = Mutations.find(guard, SEEDS);
        assertTrue(found.isFound(), found.toString());
    }

    /** So that a guard that has moved is noticed at once. */
    @ParameterizedTest
    @EnumSource
    void hasItsPlace(Guard guard) {
        assertDoesNotThrow(
                () -> new Mutant(guard.broken()).loadClass(guard.broken().className()));
    }

    @Test
    void thatIsNowhereIsAnError() {
        Edit edit = Edit.omitsCall("amqp.connection.ChannelEngine", "close", "no such method", 0);
        assertThrows(IllegalStateException.class, () -> new Mutant(edit).loadClass(edit.className()));
    }
}
