// SPDX-License-Identifier: MPL-2.0
package amqp.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import amqp.client.DeliveryHandler;
import amqp.codec.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What handlers make of a message, with a broker from JUnit's extension. */
@Timeout(60)
@ExtendWith(TestBrokerExtension.class)
class HandledTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Message MESSAGE = Message.of("book");

    @Test
    void theOutcomeIsTheAcknowledgement(TestBroker broker) {
        assertEquals(Handled.Outcome.ACKNOWLEDGED, outcome(broker, delivery -> delivery.ack()));
        assertEquals(Handled.Outcome.REQUEUED, outcome(broker, delivery -> delivery.nack(true)));
        assertEquals(Handled.Outcome.REJECTED, outcome(broker, delivery -> delivery.nack(false)));
    }

    private static Handled.Outcome outcome(TestBroker broker, DeliveryHandler handler) {
        return broker.handle(handler, MESSAGE, PATIENCE).outcome();
    }

    @Test
    void whatAHandlerThrowsIsTold(TestBroker broker) {
        Handled handled = broker.handle(
                delivery -> {
                    throw new IllegalStateException(delivery.message().text());
                },
                MESSAGE,
                PATIENCE);
        assertEquals(Handled.Outcome.NONE, handled.outcome());
        assertEquals("book", handled.thrown().getMessage());
    }

    @Test
    void aHandlerThatDoesNothingIsWaitedForUntilTheTimeout(TestBroker broker) {
        Handled handled = broker.handle(delivery -> {}, MESSAGE, Duration.ofMillis(50));
        assertEquals(Handled.Outcome.NONE, handled.outcome());
        assertNull(handled.thrown());
    }

    @Test
    void eachTestHasABrokerOfItsOwn(TestBroker broker) {
        assertEquals(0, broker.queueNames().size());
        assertEquals(0, broker.connections());
    }
}
