// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Event;

/**
 * A mandatory message that no queue took, sent back by the broker (specification §1.8.3.8 basic.return).
 *
 * @param replyCode why, 312 (NO_ROUTE) with RabbitMQ
 * @param replyText the same as a text
 * @param exchange that it was published to
 * @param routingKey that it was published with
 * @param properties of the message
 * @param body of the message; the array is the receiver's own
 */
public record Returned(
        int replyCode, String replyText, String exchange, String routingKey, BasicProperties properties, byte[] body) {
    /** Returns properties and body as one value, to be published again or handed on. The body is not copied. */
    public Message message() {
        return Message.of(properties, body);
    }

    static Returned of(Event.Returned event) {
        BasicMethod.Return method = event.method();
        return new Returned(
                method.replyCode(),
                method.replyText(),
                method.exchange(),
                method.routingKey(),
                event.properties(),
                event.body());
    }
}
