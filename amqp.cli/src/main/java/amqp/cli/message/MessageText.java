// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.cli.terminal.Text;
import amqp.client.Delivery;
import amqp.codec.ForeignText;

/** A delivered message for people to read: a line about it, and the body indented. */
public final class MessageText {
    private MessageText() {}

    public static String of(Delivery delivery) {
        String body = delivery.body().length == 0
                ? ""
                : "\n" + Text.readable(delivery.body()).indent(4).stripTrailing();
        return ForeignText.line(about(delivery) + "  " + delivery.properties()) + body;
    }

    /** Where it comes from, and how large it is, in one line. */
    public static String head(Delivery delivery) {
        return ForeignText.line(about(delivery));
    }

    private static String about(Delivery delivery) {
        return delivery.deliveryTag() + "  "
                + (delivery.exchange().isEmpty() ? "" : "exchange=" + delivery.exchange() + "  ")
                + "routingKey=" + delivery.routingKey() + "  "
                + (delivery.redelivered() ? "redelivered  " : "")
                + delivery.body().length + " bytes";
    }
}
