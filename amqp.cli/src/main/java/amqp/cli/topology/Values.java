// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import amqp.cli.document.Node;
import amqp.cli.message.JsonField;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.CommandFailedException;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import java.util.Collections;

/** Values of a topology file as AMQP has them. What is wrong is a {@link CommandFailedException} that names its place. */
final class Values {
    private Values() {}

    /** A member that is text and not empty, such as the name of a queue or an exchange; it must be there. */
    static String name(Node node, String member) {
        Node name = node.member(member);
        checkName(name, name.text());
        return name.text();
    }

    /** Checks text that stands at this node for the name of a queue or an exchange. */
    static void checkName(Node node, String name) {
        if (name.isEmpty()) {
            throw node.wrong("must not be empty");
        }
        checkLength(node, name);
    }

    /** A member that is a routing key, or that is not there. */
    static String routingKey(Node node, String member) {
        if (!node.has(member)) {
            return "";
        }
        Node key = node.member(member);
        checkLength(key, key.text());
        return key.text();
    }

    private static void checkLength(Node node, String text) {
        try {
            Arguments.shortString("it", text);
        } catch (IllegalArgumentException tooLong) {
            throw node.wrong("is too long: " + tooLong.getMessage());
        }
    }

    /** A member that is an object of arguments. */
    static FieldTable table(Node node, String member) {
        FieldTable.Builder table = FieldTable.builder();
        node.members(member).forEach((name, argument) -> table.put(name, field(argument, name)));
        return table.build();
    }

    private static FieldValue field(Node argument, String name) {
        try {
            return JsonField.table(Collections.singletonMap(name, argument.plain()))
                    .get(name);
        } catch (IllegalArgumentException notAValue) {
            throw argument.wrong("is no argument: " + notAValue.getMessage());
        }
    }
}
