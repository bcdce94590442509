// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import amqp.client.Channel;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * An exchange, a queue or a binding that a broker should have.
 *
 * @param kind exchange, queue or binding
 * @param names what identifies it, by the names that JSON has for them
 * @param look asks whether it is there; empty for a binding, which AMQP cannot ask for
 * @param declare creates it where it is missing, and fails where it is there and different; empty where it is only
 *     referred to
 */
record Entity(
        String kind,
        Map<String, String> names,
        Optional<Function<Channel, CompletionStage<?>>> look,
        Optional<Function<Channel, CompletionStage<?>>> declare) {

    static Entity of(ExchangeMethod.Declare exchange) {
        return exchange(exchange.exchange(), Optional.of(channel -> channel.exchangeDeclare(exchange)));
    }

    static Entity of(QueueMethod.Declare queue) {
        return queue(queue.queue(), Optional.of(channel -> channel.queueDeclare(queue)));
    }

    static Entity of(Method binding) {
        if (binding instanceof QueueMethod.Bind bind) {
            return binding(
                    bind.exchange(), "queue", bind.queue(), bind.routingKey(), channel -> channel.queueBind(bind));
        }
        ExchangeMethod.Bind bind = (ExchangeMethod.Bind) binding;
        return binding(
                bind.source(),
                "toExchange",
                bind.destination(),
                bind.routingKey(),
                channel -> channel.exchangeBind(bind));
    }

    static Entity referencedExchange(String name) {
        return exchange(name, Optional.empty());
    }

    static Entity referencedQueue(String name) {
        return queue(name, Optional.empty());
    }

    private static Entity exchange(String name, Optional<Function<Channel, CompletionStage<?>>> declare) {
        ExchangeMethod.Declare passive = ExchangeMethod.Declare.of(name, "").passive(true);
        return new Entity(
                "exchange",
                Map.of("exchange", name),
                Optional.of(channel -> channel.exchangeDeclare(passive)),
                declare);
    }

    private static Entity queue(String name, Optional<Function<Channel, CompletionStage<?>>> declare) {
        QueueMethod.Declare passive = QueueMethod.Declare.of(name).passive(true);
        return new Entity(
                "queue", Map.of("queue", name), Optional.of(channel -> channel.queueDeclare(passive)), declare);
    }

    private static Entity binding(
            String exchange,
            String destinationKind,
            String destination,
            String routingKey,
            Function<Channel, CompletionStage<?>> declare) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("exchange", exchange);
        names.put(destinationKind, destination);
        names.put("routingKey", routingKey);
        return new Entity("binding", names, Optional.empty(), Optional.of(declare));
    }

    /** For people: {@code queue "orders"}, or {@code binding "orders" to queue "new" with "order.#"}. */
    @Override
    public String toString() {
        if (names.containsKey("routingKey")) {
            boolean toQueue = names.containsKey("queue");
            return "binding \"" + names.get("exchange") + "\" to "
                    + (toQueue ? "queue \"" + names.get("queue") : "exchange \"" + names.get("toExchange"))
                    + "\" with \"" + names.get("routingKey") + "\"";
        }
        return kind + " \"" + names.get(kind) + "\"";
    }
}
