// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import amqp.cli.document.Node;
import amqp.codec.FieldTable;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Topology files of our own: exchanges and queues by their names, and a list of bindings. */
final class OwnFormat {
    private static final String QUEUE_TYPE = "x-queue-type";

    private OwnFormat() {}

    static Topology read(Node document) {
        document.known("exchanges", "queues", "bindings");
        List<ExchangeMethod.Declare> exchanges = new ArrayList<>();
        named(document, "exchanges").forEach((name, node) -> exchanges.add(exchange(name, node)));
        List<QueueMethod.Declare> queues = new ArrayList<>();
        named(document, "queues").forEach((name, node) -> queues.add(queue(name, node)));
        List<Method> bindings =
                document.elements("bindings").stream().map(OwnFormat::binding).toList();
        return new Topology(exchanges, queues, bindings, List.of());
    }

    private static Map<String, Node> named(Node document, String member) {
        Map<String, Node> named = document.members(member);
        named.forEach((name, node) -> Values.checkName(node, name));
        return named;
    }

    private static ExchangeMethod.Declare exchange(String name, Node node) {
        node.known("type", "durable", "autoDelete", "internal", "arguments");
        return new ExchangeMethod.Declare(
                name,
                Values.name(node, "type"),
                false,
                node.flag("durable", true),
                node.flag("autoDelete", false),
                node.flag("internal", false),
                false,
                Values.table(node, "arguments"));
    }

    private static QueueMethod.Declare queue(String name, Node node) {
        node.known("type", "durable", "autoDelete", "arguments");
        FieldTable arguments = Values.table(node, "arguments");
        if (node.has("type")) {
            if (arguments.get(QUEUE_TYPE) != null) {
                throw node.wrong("has both type and the argument " + QUEUE_TYPE + "; one of them is enough");
            }
            arguments = arguments.with(QUEUE_TYPE, Values.name(node, "type"));
        }
        return new QueueMethod.Declare(
                name, false, node.flag("durable", true), false, node.flag("autoDelete", false), false, arguments);
    }

    private static Method binding(Node node) {
        node.known("exchange", "queue", "toExchange", "routingKey", "arguments");
        if (node.has("queue") == node.has("toExchange")) {
            throw node.wrong("needs either queue or toExchange");
        }
        String source = Values.name(node, "exchange");
        String routingKey = Values.routingKey(node, "routingKey");
        FieldTable arguments = Values.table(node, "arguments");
        return node.has("queue")
                ? new QueueMethod.Bind(Values.name(node, "queue"), source, routingKey, false, arguments)
                : new ExchangeMethod.Bind(Values.name(node, "toExchange"), source, routingKey, false, arguments);
    }
}
