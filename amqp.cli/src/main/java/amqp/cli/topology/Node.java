// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import amqp.cli.message.JsonField;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.CommandFailedException;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One value of a topology file, with the place where it stands, so that an error can name it.
 *
 * @param file the file as the user named it
 * @param path the names that lead to the value, such as {@code queues.orders.durable}; empty for the whole file
 * @param line of the member's name, or of the value where it has no name; from 1
 * @param column likewise
 * @param value a {@code Map<String, Node>}, a {@code List<Node>}, a String, a Boolean, a BigDecimal, or null
 */
record Node(String file, String path, int line, int column, Object value) {

    /** The same object, after checking that it is one and has no other members than these. */
    Node known(String... names) {
        for (Map.Entry<String, Node> member : members().entrySet()) {
            if (!List.of(names).contains(member.getKey())) {
                throw member.getValue().wrong("is unknown; known are " + String.join(", ", names));
            }
        }
        return this;
    }

    /** Members of an object, in the order of the file; an empty value counts as an empty object. */
    @SuppressWarnings("unchecked")
    Map<String, Node> members() {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> members) {
            return (Map<String, Node>) members;
        }
        throw wrong("must be an object with named members");
    }

    /** The elements of the list that a member is; empty when there is no such member. */
    @SuppressWarnings("unchecked")
    List<Node> elements(String member) {
        Node list = members().get(member);
        if (list == null || list.value == null) {
            return List.of();
        }
        if (list.value instanceof List<?> elements) {
            return (List<Node>) elements;
        }
        throw list.wrong("must be a list");
    }

    boolean has(String member) {
        return members().containsKey(member);
    }

    /** A member that is true or false. */
    boolean flag(String member, boolean otherwise) {
        Node flag = members().get(member);
        if (flag == null) {
            return otherwise;
        }
        if (flag.value instanceof Boolean yes) {
            return yes;
        }
        throw flag.wrong("must be true or false");
    }

    /** A member that is text; it must be there. */
    String text(String member) {
        Node text = members().get(member);
        if (text == null) {
            throw wrong("needs the member " + member);
        }
        return text.text();
    }

    String text(String member, String otherwise) {
        return has(member) ? text(member) : otherwise;
    }

    private String text() {
        if (value instanceof String text) {
            checkLength(text);
            return text;
        }
        boolean isScalar = value instanceof Boolean || value instanceof BigDecimal;
        throw wrong(isScalar ? "must be text; put it in quotes" : "must be text");
    }

    /** A member that is text and not empty, such as the name of a queue or an exchange. */
    String name(String member) {
        String name = text(member);
        members().get(member).checkName(name);
        return name;
    }

    /** Checks text that stands here for the name of a queue or an exchange. */
    void checkName(String name) {
        if (name.isEmpty()) {
            throw wrong("must not be empty");
        }
        checkLength(name);
    }

    private void checkLength(String text) {
        try {
            Arguments.shortString("it", text);
        } catch (IllegalArgumentException tooLong) {
            throw wrong("is too long: " + tooLong.getMessage());
        }
    }

    /** A member that is an object of arguments. */
    FieldTable table(String member) {
        Node arguments = members().get(member);
        FieldTable.Builder table = FieldTable.builder();
        if (arguments != null) {
            arguments.members().forEach((name, argument) -> table.put(name, argument.field(name)));
        }
        return table.build();
    }

    private FieldValue field(String name) {
        try {
            return JsonField.table(Collections.singletonMap(name, plain())).get(name);
        } catch (IllegalArgumentException notAValue) {
            throw wrong("is no argument: " + notAValue.getMessage());
        }
    }

    /** The value in the types that JSON has in the other commands. */
    private Object plain() {
        if (value instanceof Map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            members().forEach((name, member) -> plain.put(name, member.plain()));
            return plain;
        }
        if (value instanceof List<?> elements) {
            List<Object> plain = new ArrayList<>();
            elements.forEach(element -> plain.add(((Node) element).plain()));
            return plain;
        }
        return value;
    }

    /** A failure that names the file, the place and the member. */
    CommandFailedException wrong(String problem) {
        return wrong(file, line, column, (path.isEmpty() ? "the file" : path) + " " + problem);
    }

    static CommandFailedException wrong(String file, int line, int column, String problem) {
        return new CommandFailedException("\"" + file + "\", line " + line + ", column " + column + ": " + problem);
    }
}
