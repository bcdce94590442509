// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Event;

/**
 * A mandatory message that had no queue to go to (specification §1.8.3.5).
 *
 * @param replyCode 312 NO_ROUTE
 * @param body owned by the receiver
 */
public record Returned(
        int replyCode, String replyText, String exchange, String routingKey, BasicProperties properties, byte[] body) {
    /** Its properties and body as they came, to be published again or handed on. The body is not copied. */
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
