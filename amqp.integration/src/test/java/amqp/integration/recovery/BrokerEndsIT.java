// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import amqp.connection.CloseReason;
import amqp.integration.support.Brokers;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Setups;
import amqp.testkit.broker.RabbitMqNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The broker ends the connection, or itself, or falls silent, under traffic. Every publish gets a verdict, every stage
 * completes, nothing hangs. One end serves all adapters, since a node takes seconds to start.
 */
@NeedsPrivateRabbitMq
class BrokerEndsIT {
    private static final Duration SHORT_HEARTBEAT = Duration.ofSeconds(1);

    /** Longer than a busy machine leaves a broker without its turn, which then is not taken for dead. */
    private static final Duration LONG_HEARTBEAT = Duration.ofSeconds(60);

    @TestFactory
    Stream<DynamicTest> killed() {
        return under(
                node -> {
                    node.kill();
                    node.restart();
                },
                traffic -> traffic.assertEnded(CloseReason.TransportLost.class));
    }

    @TestFactory
    Stream<DynamicTest> stopped() {
        return under(
                RabbitMqNode::restart,
                traffic -> assertEquals(
                        320, traffic.assertEnded(CloseReason.ByPeer.class).code()));
    }

    @TestFactory
    Stream<DynamicTest> closedByTheOperator() {
        return under(node -> node.rabbitmqctl("close_all_connections", "maintenance"), traffic -> {
            var reason = traffic.assertEnded(CloseReason.ByPeer.class);
            assertEquals(320, reason.code());
            assertEquals("CONNECTION_FORCED - maintenance", reason.text());
        });
    }

    @TestFactory
    Stream<DynamicTest> frozen() {
        var traffic = start(SHORT_HEARTBEAT);
        var node = Brokers.restartable();
        node.freeze();
        try {
            traffic.values().forEach(each -> each.assertEnded(CloseReason.HeartbeatMissed.class));
        } finally {
            node.thaw();
        }
        return tests(traffic, each -> {
            var silence = each.assertEnded(CloseReason.HeartbeatMissed.class).silence();
            assertTrue(
                    silence.compareTo(SHORT_HEARTBEAT.multipliedBy(2)) >= 0,
                    () -> "not before two intervals: " + silence);
        });
    }

    private static Stream<DynamicTest> under(Consumer<RabbitMqNode> end, Consumer<Traffic> check) {
        var traffic = start(LONG_HEARTBEAT);
        end.accept(Brokers.restartable());
        return tests(traffic, check);
    }

    private static Map<Setup, Traffic> start(Duration heartbeat) {
        Map<Setup, Traffic> traffic = new LinkedHashMap<>();
        Setups.on(List.of(Brokers.restartableBroker()))
                .forEach(setup -> traffic.put(
                        setup,
                        Traffic.start(setup.optionsToEnd().heartbeat(heartbeat).build())));
        return traffic;
    }

    private static Stream<DynamicTest> tests(Map<Setup, Traffic> traffic, Consumer<Traffic> check) {
        return traffic.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey().toString(), () -> {
                    check.accept(entry.getValue());
                    try (var session = Session.on(entry.getKey())) {
                        assertFalse(session.queue().isEmpty(), "the broker is there again");
                    }
                }));
    }
}
