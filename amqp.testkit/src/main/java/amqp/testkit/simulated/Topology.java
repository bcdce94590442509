// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Exchanges, queues and bindings, and the way of a message through them. */
final class Topology {
    /** The types that messages are routed by; an exchange of another one is refused. */
    static final Set<String> EXCHANGE_TYPES = Set.of("direct", "fanout", "topic");

    final TreeMap<String, Exchange> exchanges = new TreeMap<>();
    final TreeMap<String, MessageQueue> queues = new TreeMap<>();
    final Set<Binding> bindings = new LinkedHashSet<>();

    record Exchange(
            String name,
            String type,
            boolean durable,
            boolean autoDelete,
            boolean internal,
            Map<String, Object> arguments) {}

    Topology() {
        predeclare("amq.direct", "direct");
        predeclare("amq.fanout", "fanout");
        predeclare("amq.topic", "topic");
    }

    private void predeclare(String name, String type) {
        exchanges.put(name, new Exchange(name, type, true, false, false, Map.of()));
    }

    Exchange exchange(String name) {
        var exchange = exchanges.get(name);
        if (exchange == null) throw Refusal.notFound("exchange", name);
        return exchange;
    }

    MessageQueue queue(String name) {
        var queue = queues.get(name);
        if (queue == null) throw Refusal.notFound("queue", name);
        return queue;
    }

    /** The queues that a message goes to, each once. */
    Set<MessageQueue> route(String exchange, String routingKey) {
        var found = new LinkedHashSet<MessageQueue>();
        if (exchange.isEmpty()) {
            if (queues.containsKey(routingKey)) found.add(queues.get(routingKey));
        } else {
            route(exchange(exchange), routingKey, found, new LinkedHashSet<>());
        }
        return found;
    }

    private void route(Exchange from, String routingKey, Set<MessageQueue> found, Set<String> seen) {
        if (!seen.add(from.name)) return;
        var taking = bindings.stream()
                .filter(each -> each.source().equals(from.name) && each.takes(from.type, routingKey))
                .toList();
        if (taking.isEmpty() && from.arguments.get("alternate-exchange") instanceof String alternate) {
            var next = exchanges.get(alternate);
            if (next != null) route(next, routingKey, found, seen);
        }
        for (var binding : taking) {
            if (binding.toQueue()) found.add(queues.get(binding.destination()));
            else route(exchanges.get(binding.destination()), routingKey, found, seen);
        }
    }

    /** Removes a queue with its bindings; what they leave unused goes too. */
    void removeQueue(String name) {
        queues.remove(name);
        unbindAll(name, true);
    }

    void removeExchange(String name) {
        exchanges.remove(name);
        unbindAll(name, false);
        bindings.removeIf(binding -> binding.source().equals(name));
    }

    void unbind(Binding binding) {
        if (bindings.remove(binding)) sourceUnused(binding.source());
    }

    private void unbindAll(String destination, boolean queue) {
        var ended = bindings.stream()
                .filter(each -> each.toQueue() == queue && each.destination().equals(destination))
                .toList();
        ended.forEach(this::unbind);
    }

    private void sourceUnused(String name) {
        var source = exchanges.get(name);
        var unused = bindings.stream().noneMatch(binding -> binding.source().equals(name));
        if (source != null && source.autoDelete && unused) removeExchange(name);
    }

    /** Only what is durable stays. */
    void restart() {
        for (var queue : Set.copyOf(queues.values())) {
            if (queue.durable() && !queue.exclusive()) {
                queue.loseTransient();
            } else {
                queue.clear(Message.Fate.GONE);
                queues.remove(queue.name());
            }
        }
        exchanges.values().removeIf(exchange -> !exchange.durable);
        bindings.removeIf(binding -> !exchanges.containsKey(binding.source())
                || !(binding.toQueue() ? queues : exchanges).containsKey(binding.destination()));
    }
}
