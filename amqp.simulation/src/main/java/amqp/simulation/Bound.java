// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.testkit.simulated.Binding;
import java.util.Map;

/** A binding, as the application that made it sees it. */
final class Bound {
    private final Entity source;
    private final Entity destination;
    private final String routingKey;
    Standing standing = Standing.PENDING;

    Bound(Entity source, Entity destination, String routingKey) {
        this.source = source;
        this.destination = destination;
        this.routingKey = routingKey;
    }

    Entity source() {
        return source;
    }

    Entity destination() {
        return destination;
    }

    String routingKey() {
        return routingKey;
    }

    /** What the broker should have. */
    Binding expected() {
        return new Binding(source.name(), destination.name(), destination.isQueue(), routingKey, Map.of());
    }

    boolean touches(Entity entity) {
        return source == entity || destination == entity;
    }

    @Override
    public String toString() {
        return "binding " + source.name() + " -" + routingKey + "-> " + destination.name() + " (" + standing + ")";
    }
}
