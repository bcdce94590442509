// SPDX-License-Identifier: MPL-2.0
package amqp.integration.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.client.ConnectionOptions;
import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import amqp.integration.support.Names;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Recovering;
import amqp.integration.support.Setups;
import amqp.integration.support.Stages;
import amqp.soak.Workload;
import amqp.testkit.Await;
import amqp.testkit.broker.RabbitMqCluster;
import amqp.testkit.broker.RabbitMqNode;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Four publishers, at least once, and four consumers on a quorum queue of three nodes, over all adapters in turn, while
 * the node that the clients are on is killed, stopped and frozen: every confirmed message comes. So it is with the commands
 * publish and consume, which run beside it.
 */
@Tag("once-per-broker")
@NeedsPrivateRabbitMq
class ClusterIT {
    private static final int EACH = 4;
    private static final int PER_SECOND = 200;

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void losesNothingThatWasConfirmed() {
        try (var cluster = RabbitMqCluster.start();
                var work = new Workload(quorumQueue("work"), PER_SECOND)) {
            for (int i = 0; i < EACH; i++) {
                work.consumer(options(cluster, 2 * i)).publisher(options(cluster, 2 * i + 1));
            }
            work.awaitProgress();
            var commands = new ClusterCommands(cluster.uris(), quorumQueue("commands"));
            restarted(cluster, work, RabbitMqNode::kill);
            restarted(cluster, work, RabbitMqNode::stop);
            frozen(cluster, work);
            work.finish();
            commands.assertNothingLost();
            System.out.println(work);
            assertEquals(0, work.account().verdicts(Verdict.UNKNOWN), work::toString);
            assertEquals(List.of(), work.problems());
        }
    }

    private static QueueMethod.Declare quorumQueue(String kind) {
        return QueueMethod.Declare.quorum(Names.fresh(kind));
    }

    private static ConnectionOptions options(RabbitMqCluster cluster, int number) {
        List<String> adapters = Setups.adapters();
        return Recovering.impatient(ConnectionOptions.builder()
                        .uris(cluster.uris().stream().map(URI::toString).toList())
                        .adapter(adapters.get(number % adapters.size())))
                .build();
    }

    private interface Strike {
        void on(RabbitMqNode node);
    }

    private static void restarted(RabbitMqCluster cluster, Workload work, Strike strike) {
        RabbitMqNode node = struck(cluster, work, strike);
        work.awaitProgress();
        node.restart();
        work.awaitProgress();
    }

    /** The other nodes wait for the frozen one where it leads the queue, until it is back. */
    private static void frozen(RabbitMqCluster cluster, Workload work) {
        struck(cluster, work, RabbitMqNode::freeze).thaw();
        work.awaitProgress();
    }

    /** The node that the first client was on, when that client has noticed. */
    private static RabbitMqNode struck(RabbitMqCluster cluster, Workload work, Strike strike) {
        RabbitMqNode node = cluster.nodeAt(work.connections().get(0).address().port());
        int losses = work.losses();
        strike.on(node);
        Await.until(Stages.PATIENCE, () -> work.losses() > losses, () -> "not noticed: " + work);
        return node;
    }
}
