// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.cli.terminal.Text;
import amqp.client.Delivery;
import amqp.codec.ForeignText;

/** A delivered message for people to read: a line about it, and the body indented. */
public final class MessageText {
    private MessageText() {}

    public static String of(Delivery delivery) {
        String head = delivery.deliveryTag() + "  "
                + (delivery.exchange().isEmpty() ? "" : "exchange=" + delivery.exchange() + "  ")
                + "routingKey=" + delivery.routingKey() + "  "
                + (delivery.redelivered() ? "redelivered  " : "")
                + delivery.body().length + " bytes  " + delivery.properties();
        String body = delivery.body().length == 0
                ? ""
                : "\n" + Text.readable(delivery.body()).indent(4).stripTrailing();
        return ForeignText.line(head) + body;
    }
}
