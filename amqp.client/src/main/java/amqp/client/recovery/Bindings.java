// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The bindings in the order of their making. One may be <em>by own name</em>: bound with neither queue nor routing key, so
 * that the queue's name is its routing key too, and stays so when the queue has another name.
 */
final class Bindings {
    /** To whether it is by own name. */
    private Map<Binding, Boolean> made = new LinkedHashMap<>();

    void add(Binding binding, boolean byOwnName) {
        made.putIfAbsent(binding, byOwnName);
    }

    boolean isByOwnName(Binding binding) {
        return made.getOrDefault(binding, false);
    }

    boolean remove(Binding binding) {
        return made.remove(binding) != null;
    }

    List<Binding> removeIf(Predicate<Binding> condition) {
        List<Binding> removed = made.keySet().stream().filter(condition).toList();
        removed.forEach(made::remove);
        return removed;
    }

    boolean hasSource(String exchange) {
        return made.keySet().stream().anyMatch(binding -> binding.source().equals(exchange));
    }

    void renamed(String before, String now) {
        Map<Binding, Boolean> kept = new LinkedHashMap<>();
        made.forEach((binding, byOwnName) ->
                kept.put(binding.isOf(true, before) ? named(binding, now) : binding, byOwnName));
        made = kept;
    }

    private Binding named(Binding binding, String now) {
        return isByOwnName(binding) ? binding.destination(now).routingKey(now) : binding.destination(now);
    }

    /** Those of exchanges first. */
    List<Entity> entities() {
        List<Entity> entities = new ArrayList<>(made.size());
        addEntities(false, entities);
        addEntities(true, entities);
        return entities;
    }

    private void addEntities(boolean ofQueues, List<Entity> entities) {
        for (Binding binding : made.keySet()) {
            if (binding.ofQueue() == ofQueues) {
                entities.add(new Entity(binding.bind(), binding.destination(), false));
            }
        }
    }
}
