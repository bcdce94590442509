// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.client.Connection;
import amqp.client.ConnectionState;
import amqp.codec.FieldTable;
import amqp.connection.CloseReason;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** Up while the connection is in use; unknown where nobody has asked for it yet. Asks nothing of the broker. */
final class ConnectionIndicator {
    private final AmqpConnections connections;
    private final String name;

    ConnectionIndicator(AmqpConnections connections, String name) {
        this.connections = connections;
        this.name = name;
    }

    Health health() {
        return connections
                .known(name)
                .map(known -> of(known.connection()))
                .orElseGet(() ->
                        Health.unknown().withDetail("state", "not opened yet").build());
    }

    private static Health of(Connection connection) {
        var health = connection.health();
        var builder = Health.status(health.state() == ConnectionState.OPEN ? Status.UP : Status.DOWN)
                .withDetail("state", health.state())
                .withDetail("since", health.since())
                .withDetail("address", connection.address().toString())
                .withDetail("broker", property(connection.serverProperties(), "product"))
                .withDetail("version", property(connection.serverProperties(), "version"))
                .withDetail("consumers", health.consumers().size())
                .withDetail("unacknowledged", health.statistics().unacknowledgedDeliveries())
                .withDetail("unconfirmed", health.statistics().unconfirmedPublishes());
        health.lostAt().ifPresent(when -> builder.withDetail("lostAt", when));
        health.lastLoss().map(CloseReason::describe).ifPresent(why -> builder.withDetail("lastLoss", why));
        health.blockedReason().ifPresent(why -> builder.withDetail("blocked", why));
        return builder.build();
    }

    private static String property(FieldTable properties, String name) {
        var value = properties.get(name);
        return value == null ? "unknown" : value.asString();
    }
}
