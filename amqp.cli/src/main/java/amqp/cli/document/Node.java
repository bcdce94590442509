// SPDX-License-Identifier: MPL-2.0
package amqp.cli.document;

import amqp.cli.terminal.CommandFailedException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One value of a JSON or YAML file, with the place where it stands, so that an error can name it.
 *
 * @param file the file as the user named it
 * @param path the names that lead to the value, such as {@code queues.orders.durable}; empty for the whole file
 * @param line of the member's name, or of the value where it has no name; from 1
 * @param column likewise
 * @param value a {@code Map<String, Node>}, a {@code List<Node>}, a String, a Boolean, a BigDecimal, or null
 */
public record Node(String file, String path, int line, int column, Object value) {

    /** Checks that this is an object and has no other members than these. */
    public void known(String... names) {
        for (Map.Entry<String, Node> member : members().entrySet()) {
            if (!List.of(names).contains(member.getKey())) {
                throw member.getValue().wrong("is unknown; known are " + String.join(", ", names));
            }
        }
    }

    /** Members of an object, in the order of the file; an empty value counts as an empty object. */
    @SuppressWarnings("unchecked")
    public Map<String, Node> members() {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> members) {
            return (Map<String, Node>) members;
        }
        throw wrong("must be an object with named members");
    }

    /** Members of the object that a member is; empty when there is no such member. */
    public Map<String, Node> members(String member) {
        return has(member) ? members().get(member).members() : Map.of();
    }

    /** The elements of the list that a member is; empty when there is no such member. */
    @SuppressWarnings("unchecked")
    public List<Node> elements(String member) {
        Node list = members().get(member);
        if (list == null || list.value == null) {
            return List.of();
        }
        if (list.value instanceof List<?> elements) {
            return (List<Node>) elements;
        }
        throw list.wrong("must be a list");
    }

    public boolean has(String member) {
        return members().containsKey(member);
    }

    /** A member; it must be there. */
    public Node member(String name) {
        Node member = members().get(name);
        if (member == null) {
            throw wrong("needs the member " + name);
        }
        return member;
    }

    /** A member that is true or false. */
    public boolean flag(String member, boolean otherwise) {
        Node flag = members().get(member);
        if (flag == null) {
            return otherwise;
        }
        if (flag.value instanceof Boolean yes) {
            return yes;
        }
        throw flag.wrong("must be true or false");
    }

    /** A member that is text. */
    public String text(String member, String otherwise) {
        return has(member) ? members().get(member).text() : otherwise;
    }

    /** The text that this is. */
    public String text() {
        if (value instanceof String text) {
            return text;
        }
        boolean isScalar = value instanceof Boolean || value instanceof BigDecimal;
        throw wrong(isScalar ? "must be text; put it in quotes" : "must be text");
    }

    /** The value without the places: a Map, a List, a String, a Boolean, a BigDecimal, or null. */
    public Object plain() {
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
    public CommandFailedException wrong(String problem) {
        return wrong(file, line, column, (path.isEmpty() ? "the file" : path) + " " + problem);
    }

    static CommandFailedException wrong(String file, int line, int column, String problem) {
        return new CommandFailedException("\"" + file + "\", line " + line + ", column " + column + ": " + problem);
    }
}
