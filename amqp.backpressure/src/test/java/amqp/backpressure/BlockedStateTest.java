// SPDX-License-Identifier: MPL-2.0
package amqp.backpressure;

import static amqp.backpressure.Transition.BEGAN;
import static amqp.backpressure.Transition.ENDED;
import static amqp.backpressure.Transition.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BlockedStateTest {
    @Test
    void beginsAndEndsOnce() {
        var state = new BlockedState();
        assertEquals(NONE, state.unblocked());
        assertEquals(BEGAN, state.blocked("low on memory"));
        assertTrue(state.isBlocked());
        assertEquals("low on memory", state.reason());
        assertEquals(ENDED, state.unblocked());
        assertFalse(state.isBlocked());
        assertEquals("", state.reason());
        assertEquals(NONE, state.unblocked());
    }

    @Test
    void secondAlarmOnlyChangesTheReason() {
        var state = new BlockedState();
        state.blocked("low on memory");
        assertEquals(NONE, state.blocked("low on disk"));
        assertTrue(state.isBlocked());
        assertEquals("low on disk", state.reason());
        assertEquals(ENDED, state.unblocked());
        assertEquals(BEGAN, state.blocked(""));
    }
}
