// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.dispatch.Held;
import amqp.codec.BasicProperties;
import amqp.codec.ForeignText;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Event;

/** A mandatory message that no queue accepted, returned by the broker (specification §1.8.3.8 basic.return). */
public final class Returned {
    private final BasicMethod.Return method;
    private final BasicProperties properties;
    private final byte[] body;

    private Returned(BasicMethod.Return method, BasicProperties properties, byte[] body) {
        this.method = method;
        this.properties = properties;
        this.body = body;
    }

    static Returned of(Event.Returned event) {
        return new Returned(event.method(), event.properties(), event.body());
    }

    /** Returns the reply code with the reason, 312 (NO_ROUTE) with RabbitMQ. */
    public int replyCode() {
        return method.replyCode();
    }

    /** Returns the broker's text for the reason. */
    public String replyText() {
        return method.replyText();
    }

    /** Returns the exchange that the message was published to. */
    public String exchange() {
        return method.exchange();
    }

    /** Returns the routing key that the message was published with. */
    public String routingKey() {
        return method.routingKey();
    }

    /** Returns the properties of the message. */
    public BasicProperties properties() {
        return properties;
    }

    /** Returns the body of the message. The caller may change the array. */
    public byte[] body() {
        return body;
    }

    /** Returns properties and body as one value, for instance to publish them again. The body is not copied. */
    public Message message() {
        return Message.of(properties, body);
    }

    /** What it is taken to hold. */
    long held() {
        return Held.message(method.exchange(), method.routingKey(), properties, body.length);
    }

    @Override
    public String toString() {
        return "Returned[" + ForeignText.line(method.toString()) + ", " + body.length + " bytes]";
    }
}
