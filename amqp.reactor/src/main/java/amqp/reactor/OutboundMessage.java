// SPDX-License-Identifier: MPL-2.0
package amqp.reactor;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import java.util.Objects;

/**
 * A message with its exchange, routing key and flags.
 *
 * @param method exchange, routing key and options
 * @param message its body must stay as it is until the message is published
 */
public record OutboundMessage(BasicMethod.Publish method, Message message) {

    /** Checks both for null. */
    public OutboundMessage {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(message, "message");
    }

    /**
     * Returns a message for an exchange.
     *
     * @param exchange "" for the default one, whose routing keys are names of queues
     * @param routingKey at most 255 bytes
     * @param message properties and body
     */
    public static OutboundMessage of(String exchange, String routingKey, Message message) {
        return new OutboundMessage(BasicMethod.Publish.of(exchange, routingKey), message);
    }

    /** Returns the same message, whose verdict is RETURNED where no queue takes it. */
    public OutboundMessage mandatory() {
        return new OutboundMessage(method.mandatory(true), message);
    }
}
