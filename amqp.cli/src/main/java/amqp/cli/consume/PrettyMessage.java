// SPDX-License-Identifier: MPL-2.0
package amqp.cli.consume;

import amqp.cli.message.MessageJson;
import amqp.cli.message.MessageText;
import amqp.cli.terminal.JsonText;
import amqp.cli.terminal.Style;
import amqp.cli.terminal.Text;
import amqp.client.Delivery;
import amqp.codec.FieldTable;
import amqp.codec.ForeignText;
import java.util.Optional;
import java.util.StringJoiner;

/** A message laid out for people: a line about it, each property and header on a line, and the body, JSON indented. */
final class PrettyMessage {
    private static final String INDENT = "    ";

    private final Style style;

    PrettyMessage(Style style) {
        this.style = style;
    }

    /** Ends with a line feed, so that an empty line stands between two of them. */
    String of(Delivery delivery) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add(style.bold(MessageText.head(delivery)));
        MessageJson.properties(delivery.properties()).forEach((name, value) -> {
            if (name.equals("headers")) {
                lines.add(INDENT + style.faint("headers:"));
                headers(delivery.properties().headers(), lines);
            } else {
                lines.add(line(
                        INDENT,
                        name,
                        name.equals("timestamp") ? timestamp(delivery) : ForeignText.line(value.toString())));
            }
        });
        if (delivery.body().length > 0) {
            lines.add("");
            lines.add(body(delivery).indent(INDENT.length()).stripTrailing());
        }
        return lines.toString();
    }

    private void headers(FieldTable headers, StringJoiner lines) {
        headers.entries()
                .forEach((name, value) -> lines.add(line(
                        INDENT + INDENT,
                        name,
                        value + "  " + style.faint("(" + value.type().letter() + ")"))));
    }

    private String line(String indent, String name, String value) {
        return indent + style.faint(ForeignText.line(name) + ":") + " " + value;
    }

    private static String timestamp(Delivery delivery) {
        return delivery.properties().timestampRaw() + " ("
                + delivery.properties().timestamp() + ")";
    }

    private static String body(Delivery delivery) {
        if (MessageJson.isJson(delivery.properties())) {
            Optional<String> text = Text.utf8(delivery.body());
            try {
                if (text.isPresent()) {
                    return ForeignText.lines(JsonText.indented(JsonText.read(text.get())));
                }
            } catch (IllegalArgumentException notJson) {
                // Then it is shown as it is.
            }
        }
        return Text.readable(delivery.body());
    }
}
