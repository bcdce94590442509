// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.connection.Event;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TriggerTest {
    private static String refused(org.junit.jupiter.api.function.Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }

    @Test
    void matchesByComponents() {
        var trigger = Trigger.of(1, BasicMethod.Ack.class)
                .where(BasicMethod.Ack::deliveryTag, 7)
                .where(BasicMethod.Ack::multiple, true);
        assertTrue(trigger.matches("any", 1, new BasicMethod.Ack(7, true)));
        assertFalse(trigger.matches("any", 1, new BasicMethod.Ack(7, false)));
        assertFalse(trigger.matches("any", 1, new BasicMethod.Ack(8, true)));
        assertFalse(trigger.matches("any", 2, new BasicMethod.Ack(7, true)));
        assertFalse(trigger.matches("any", 1, new BasicMethod.Nack(7, true, true)));
        assertTrue(Trigger.of(0, ConnectionMethod.Secure.class)
                .where(ConnectionMethod.Secure::challenge, new byte[] {1})
                .matches("any", 0, new ConnectionMethod.Secure(new byte[] {1})));
    }

    @Test
    void matchesByConditions() {
        var trigger = Trigger.of(1, BasicMethod.Ack.class)
                .when(ack -> ack.deliveryTag() > 6)
                .when(BasicMethod.Ack::multiple);
        assertTrue(trigger.matches("any", 1, new BasicMethod.Ack(7, true)));
        assertFalse(trigger.matches("any", 1, new BasicMethod.Ack(6, true)));
        assertFalse(trigger.matches("any", 1, new BasicMethod.Ack(7, false)));
    }

    @Test
    void areEqualWhenTheirConditionsAreEqualObjects() {
        Trigger<BasicMethod.Ack> trigger = Trigger.of(1, BasicMethod.Ack.class);
        assertEquals(trigger, Trigger.of(1, BasicMethod.Ack.class));
        assertEquals(trigger.hashCode(), Trigger.of(1, BasicMethod.Ack.class).hashCode());
        assertNotEquals(trigger, Trigger.of(2, BasicMethod.Ack.class));
        assertNotEquals(trigger, Trigger.of(1, BasicMethod.Nack.class));
        assertNotEquals(trigger, trigger.onlyOnce());
        Predicate<BasicMethod.Ack> multiple = BasicMethod.Ack::multiple;
        assertEquals(trigger.when(multiple), trigger.when(multiple));
        assertNotEquals(trigger, trigger.when(multiple));
        Function<BasicMethod.Ack, Boolean> component = BasicMethod.Ack::multiple;
        assertEquals(trigger.where(component, true), trigger.where(component, true));
        assertNotEquals(trigger.where(component, true), trigger.where(component, false));
        assertNotEquals(trigger.when(BasicMethod.Ack::multiple), trigger.when(BasicMethod.Ack::multiple));
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
