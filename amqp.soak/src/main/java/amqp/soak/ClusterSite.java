// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import amqp.client.ConnectionOptions;
import amqp.codec.method.QueueMethod;
import amqp.testkit.broker.RabbitMqCluster;
import amqp.testkit.broker.RabbitMqNode;
import java.net.URI;
import java.time.Duration;
import java.util.Random;

/** Three nodes and a quorum queue: the node that the first client is on fails, or all are restarted in turn. */
final class ClusterSite implements Site {
    /** Longer than it takes to miss two heartbeats, shorter than nodes take to give each other up. */
    private static final Duration NOTICED = Duration.ofSeconds(10);

    private enum Kind {
        NODE_KILLED,
        NODE_STOPPED,
        NODE_FROZEN,
        ALL_RESTARTED_IN_TURN
    }

    private final RabbitMqCluster cluster = RabbitMqCluster.start();

    @Override
    public String title() {
        return "three nodes of RabbitMQ " + cluster.nodes().get(0).version();
    }

    @Override
    public QueueMethod.Declare queue() {
        return QueueMethod.Declare.quorum("soak");
    }

    @Override
    public ConnectionOptions.Builder newClient() {
        return Site.impatient(ConnectionOptions.builder()
                .uris(cluster.uris().stream().map(URI::toString).toList()));
    }

    @Override
    public String strike(Random random, Workload work) {
        var kind = Kind.values()[random.nextInt(Kind.values().length)];
        var node = cluster.nodeAt(work.connections().get(0).address().port());
        var losses = work.losses();
        switch (kind) {
            case NODE_KILLED -> {
                node.kill();
                work.awaitProgress();
                node.restart();
            }
            case NODE_STOPPED -> {
                node.stop();
                work.awaitProgress();
                node.restart();
            }
            case NODE_FROZEN -> {
                node.freeze();
                Site.awaitLoss(work, losses, NOTICED);
                node.thaw();
            }
            case ALL_RESTARTED_IN_TURN -> cluster.nodes().forEach(each -> restart(each, work));
        }
        return kind.toString();
    }

    private static void restart(RabbitMqNode node, Workload work) {
        node.restart();
        work.awaitProgress();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
