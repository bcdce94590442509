// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.connection.Event;
import org.junit.jupiter.api.Test;

class TriggerTest {
    private static String refused(org.junit.jupiter.api.function.Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }

    @Test
    void matchesByTheNamesOfComponents() {
        var trigger =
                Trigger.of(1, BasicMethod.Ack.class).where("deliveryTag", 7L).where("multiple", true);
        assertTrue(trigger.matches("any", new BasicMethod.Ack(7, true)));
        assertFalse(trigger.matches("any", new BasicMethod.Ack(7, false)));
        assertFalse(trigger.matches("any", new BasicMethod.Ack(8, true)));
        assertTrue(Trigger.of(0, ConnectionMethod.Secure.class)
                .where("challenge", new byte[] {1})
                .matches("any", new ConnectionMethod.Secure(new byte[] {1})));
    }

    @Test
    void namesTheComponentsWhereOneIsUnknown() {
        assertEquals(
                "Ack has no component \"tag\"; it has deliveryTag, multiple",
                refused(() -> Trigger.of(1, BasicMethod.Ack.class).where("tag", 7L)));
    }

    @Test
    void aValueThatNeverComesIsRefused() {
        assertEquals(
                "Ack.deliveryTag is a Long and never equals a Integer",
                refused(() -> Trigger.of(1, BasicMethod.Ack.class).where("deliveryTag", 7)));
    }

    @Test
    void whatNeverComesThereIsRefused() {
        assertEquals(
                "Blocked never comes on channel 1; it is the connection's, number 0",
                refused(() -> Trigger.of(1, ConnectionMethod.Blocked.class)));
        refused(() -> Trigger.of(2, Event.ConnectionClosed.class));
        assertEquals(
                "Ack never comes on channel 0; give the number of a channel, from 1",
                refused(() -> Trigger.of(0, BasicMethod.Ack.class)));
        assertTrue(refused(() -> Trigger.of(1, Event.Replied.class)).contains("nothing that callbacks can wait for"));
    }
}
