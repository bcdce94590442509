// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exchanges, queues and bindings by their present names, and what goes along when one of them goes. As with RabbitMQ, an
 * auto-delete queue goes with its last consumer, and an auto-delete exchange with the last binding of which it is the
 * source, which may take the last binding of another one away.
 */
final class Topology {
    /** A server-named queue is kept as the declare without a name. */
    private Map<String, QueueMethod.Declare> queues = new LinkedHashMap<>();

    private final Map<String, ExchangeMethod.Declare> exchanges = new LinkedHashMap<>();
    private final Map<String, Integer> consumers = new HashMap<>();
    private final Bindings bindings = new Bindings();

    void declare(ExchangeMethod.Declare declare) {
        exchanges.put(declare.exchange(), declare.noWait(false));
    }

    /** Declaring a server-named queue again by its name doesn't make that name the application's. */
    void declare(String name, QueueMethod.Declare declare) {
        QueueMethod.Declare known = queues.get(name);
        boolean serverNamed =
                declare.queue().isEmpty() || known != null && known.queue().isEmpty();
        queues.put(name, QueueArgument.declare(declare, serverNamed ? "" : name).noWait(false));
    }

    void bind(Binding binding, boolean byOwnName) {
        bindings.add(binding, byOwnName);
    }

    boolean isByOwnName(Binding binding) {
        return bindings.isByOwnName(binding);
    }

    void unbind(Binding binding) {
        if (bindings.remove(binding)) {
            sourceLost(binding.source());
        }
    }

    void deleteExchange(String name) {
        exchanges.remove(name);
        bindings.removeIf(binding -> binding.source().equals(name));
        destinationGone(false, name);
    }

    void deleteQueue(String name) {
        queues.remove(name);
        destinationGone(true, name);
    }

    private void destinationGone(boolean queue, String name) {
        bindings.removeIf(binding -> binding.isOf(queue, name)).forEach(binding -> sourceLost(binding.source()));
    }

    private void sourceLost(String exchange) {
        ExchangeMethod.Declare declare = exchanges.get(exchange);
        if (declare != null && declare.autoDelete() && !bindings.hasSource(exchange)) {
            deleteExchange(exchange);
        }
    }

    void consumerBegan(String queue) {
        consumers.merge(queue, 1, Integer::sum);
    }

    /** Whether the queue went with it. */
    boolean consumerEnded(String queue) {
        boolean last = consumers.remove(queue, 1);
        consumers.computeIfPresent(queue, (name, count) -> count - 1);
        QueueMethod.Declare declare = queues.get(queue);
        boolean goes = last && declare != null && declare.autoDelete();
        if (goes) {
            deleteQueue(queue);
        }
        return goes;
    }

    void renamed(String before, String now) {
        Map<String, QueueMethod.Declare> kept = new LinkedHashMap<>();
        queues.forEach((name, declare) -> kept.put(name.equals(before) ? now : name, declare));
        queues = kept;
        bindings.renamed(before, now);
        Integer count = consumers.remove(before);
        if (count != null) {
            consumers.merge(now, count, Integer::sum);
        }
    }

    /** Exchanges, queues, bindings of exchanges, bindings of queues; within each, in the order of their making. */
    List<Entity> entities() {
        List<Entity> entities = new ArrayList<>();
        exchanges.forEach((name, declare) -> entities.add(new Entity(declare, name, false)));
        queues.forEach((name, declare) ->
                entities.add(new Entity(declare, name, declare.queue().isEmpty())));
        entities.addAll(bindings.entities());
        return entities;
    }
}
