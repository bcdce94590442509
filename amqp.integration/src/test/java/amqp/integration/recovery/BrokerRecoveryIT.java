// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import amqp.client.ConnectionListener;
import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import amqp.integration.support.Brokers;
import amqp.integration.support.Names;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Recovering;
import amqp.integration.support.Setup;
import amqp.integration.support.Setups;
import amqp.integration.support.Stages;
import amqp.soak.Workload;
import amqp.testkit.Await;
import amqp.testkit.broker.RabbitMqNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One connection on each adapter lives through what a broker does, while it publishes at least once, consumes and makes
 * calls. What the broker does strikes all adapters at the same time, since a node takes seconds to start.
 */
@NeedsPrivateRabbitMq
class BrokerRecoveryIT {
    private static final int PER_SECOND = 500;

    private final String connectionName = Names.fresh("survivor");
    private final Map<Setup, Workload> works = new LinkedHashMap<>();
    private final AtomicInteger blocked = new AtomicInteger();

    @TestFactory
    Stream<DynamicTest> survivesWhatABrokerDoes() {
        Setups.on(List.of(Brokers.restartableBroker())).forEach(setup -> works.put(setup, start(setup)));
        RabbitMqNode node = Brokers.restartable();
        awaitProgress();
        lost("kill", () -> {
            node.kill();
            node.restart();
        });
        lost("stop", node::restart);
        lost("management", () -> node.closeConnections(connectionName, "maintenance"));
        frozen(node);
        blocked("memory", node::blockByMemoryAlarm, node::unblock);
        blocked("disk", node::blockByDiskAlarm, node::unblockDisk);
        return works.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey().toString(), () -> assertNothingLost(entry.getValue())));
    }

    private Workload start(Setup setup) {
        var options = Recovering.impatient(setup.options())
                .connectionName(connectionName)
                .build();
        var work = new Workload(QueueMethod.Declare.durable(Names.fresh("queue")), PER_SECOND).allOnOne(options);
        work.connections().get(0).addListener(new ConnectionListener() {
            @Override
            public void onBlocked(String reason) {
                blocked.incrementAndGet();
            }
        });
        return work;
    }

    private void lost(String what, Runnable strike) {
        Map<Workload, Integer> before = losses();
        strike.run();
        awaitLosses(what, before);
        awaitProgress();
    }

    private void frozen(RabbitMqNode node) {
        Map<Workload, Integer> before = losses();
        node.freeze();
        try {
            awaitLosses("freeze", before);
        } finally {
            node.thaw();
        }
        awaitProgress();
    }

    /** Publishers wait; the connections stay. */
    private void blocked(String what, Runnable begin, Runnable end) {
        Map<Workload, Integer> before = losses();
        int blockedBefore = blocked.get();
        begin.run();
        try {
            Await.until(
                    Stages.PATIENCE,
                    () -> blocked.get() - blockedBefore == works.size(),
                    () -> what + " alarm: " + (blocked.get() - blockedBefore) + " blocked");
        } finally {
            end.run();
        }
        awaitProgress();
        assertEquals(before, losses());
    }

    private Map<Workload, Integer> losses() {
        Map<Workload, Integer> losses = new LinkedHashMap<>();
        works.values().forEach(work -> losses.put(work, work.losses()));
        return losses;
    }

    private void awaitLosses(String what, Map<Workload, Integer> before) {
        before.forEach((work, losses) ->
                Await.until(Stages.PATIENCE, () -> work.losses() > losses, () -> what + " is not noticed: " + work));
    }

    private void awaitProgress() {
        works.values().forEach(Workload::awaitProgress);
    }

    private static void assertNothingLost(Workload work) {
        try (work) {
            work.finish();
            assertEquals(0, work.account().verdicts(Verdict.UNKNOWN), work::toString);
            assertEquals(0, work.account().outOfOrder(), work::toString);
            assertEquals(List.of(), work.problems());
        }
    }
}
