// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import amqp.cli.document.Node;
import amqp.cli.terminal.CommandFailedException;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Definitions as RabbitMQ exports them, by {@code rabbitmqctl export_definitions} or its management plugin. Of one virtual
 * host: entries that name none are those of an export of a single one.
 */
final class RabbitDefinitions {
    private static final List<String> TOPOLOGY = List.of("exchanges", "queues", "bindings");

    private final Node document;
    private final String virtualHost;
    private final Set<String> otherVirtualHosts = new TreeSet<>();
    private int others;

    private RabbitDefinitions(Node document, String virtualHost) {
        this.document = document;
        this.virtualHost = virtualHost;
    }

    /** Whether the document is such definitions: exchanges and queues are lists there, and named members in our own files. */
    static boolean isIn(Node document) {
        return document.members().entrySet().stream()
                .anyMatch(member -> member.getKey().startsWith("rabbit")
                        || !member.getKey().equals("bindings")
                                && member.getValue().value() instanceof List);
    }

    /** @throws CommandFailedException when they are wrong, or have something for other virtual hosts only */
    static Topology read(Node document, String virtualHost) {
        return new RabbitDefinitions(document, virtualHost).topology();
    }

    private Topology topology() {
        List<ExchangeMethod.Declare> exchanges =
                chosen("exchanges").stream().map(RabbitDefinitions::exchange).toList();
        List<QueueMethod.Declare> queues =
                chosen("queues").stream().map(RabbitDefinitions::queue).toList();
        List<Method> bindings =
                chosen("bindings").stream().map(RabbitDefinitions::binding).toList();
        if (exchanges.isEmpty() && queues.isEmpty() && bindings.isEmpty()) {
            throw document.wrong("has no exchanges, queues or bindings for the virtual host \"" + virtualHost + "\""
                    + (others == 0 ? "" : "; it has some for " + String.join(", ", otherVirtualHosts)));
        }
        return new Topology(exchanges, queues, bindings, skipped());
    }

    /** Entries of the chosen virtual host. */
    private List<Node> chosen(String member) {
        List<Node> chosen = new ArrayList<>();
        for (Node entry : document.elements(member)) {
            String owner = entry.text("vhost", virtualHost);
            if (owner.equals(virtualHost)) {
                chosen.add(entry);
            } else {
                otherVirtualHosts.add(owner);
                others++;
            }
        }
        return chosen;
    }

    private List<String> skipped() {
        List<String> skipped = new ArrayList<>();
        document.members().forEach((name, node) -> {
            if (!TOPOLOGY.contains(name) && node.value() instanceof List<?> entries && !entries.isEmpty()) {
                skipped.add(name + " (" + entries.size() + ")");
            }
        });
        if (others > 0) {
            skipped.add("what is for the virtual hosts " + String.join(", ", otherVirtualHosts) + " (" + others + ")");
        }
        return skipped;
    }

    private static ExchangeMethod.Declare exchange(Node node) {
        node.known("name", "vhost", "type", "durable", "auto_delete", "internal", "arguments");
        return new ExchangeMethod.Declare(
                Values.name(node, "name"),
                Values.name(node, "type"),
                false,
                node.flag("durable", true),
                node.flag("auto_delete", false),
                node.flag("internal", false),
                false,
                Values.table(node, "arguments"));
    }

    /** The type stands among the arguments too, if it is not the default one. */
    private static QueueMethod.Declare queue(Node node) {
        node.known("name", "vhost", "type", "durable", "auto_delete", "arguments");
        return new QueueMethod.Declare(
                Values.name(node, "name"),
                false,
                node.flag("durable", true),
                false,
                node.flag("auto_delete", false),
                false,
                Values.table(node, "arguments"));
    }

    private static Method binding(Node node) {
        node.known("source", "vhost", "destination", "destination_type", "routing_key", "arguments", "properties_key");
        String source = Values.name(node, "source");
        String destination = Values.name(node, "destination");
        String routingKey = Values.routingKey(node, "routing_key");
        Node type = node.member("destination_type");
        return switch (type.text()) {
            case "queue" ->
                new QueueMethod.Bind(destination, source, routingKey, false, Values.table(node, "arguments"));
            case "exchange" ->
                new ExchangeMethod.Bind(destination, source, routingKey, false, Values.table(node, "arguments"));
            default -> throw type.wrong("must be queue or exchange");
        };
    }
}
