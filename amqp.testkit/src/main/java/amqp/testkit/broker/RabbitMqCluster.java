// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.broker;

import amqp.testkit.Await;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Three private RabbitMQ nodes on 127.0.0.1 that form one cluster; see {@link RabbitMqNode}, which stops, kills, freezes
 * and restarts each of them. Needs 22–26 s to start, 12 s to restart a node, and 0.6 GiB. A queue with the argument
 * {@code x-queue-type: quorum} lives on all three and survives the loss of one.
 *
 * <p>Ends only the processes it started: in {@link #close()}, or when the JVM exits. One thread at a time.
 */
public final class RabbitMqCluster implements AutoCloseable {
    private static final int SIZE = 3;
    private static final Duration JOIN_DEADLINE = Duration.ofSeconds(60);

    private final Epmd epmd = new Epmd();
    private final Thread hook = new Thread(epmd::close, "amqp-testkit-epmd-end");
    private final List<RabbitMqNode> nodes;

    private RabbitMqCluster() {
        Runtime.getRuntime().addShutdownHook(hook);
        var cookie = NodeIdentity.freshCookie();
        var identities = Stream.generate(() -> NodeIdentity.fresh(epmd, cookie))
                .limit(SIZE)
                .toList();
        var options = RabbitMqOptions.DEFAULT.withConfiguration(membership(identities));
        nodes = identities.stream()
                .map(identity -> new RabbitMqNode(options, identity, () -> {}))
                .toList();
    }

    /**
     * Starts the nodes together, since a node alone waits for its peers, and waits until they are one cluster.
     *
     * @throws IllegalStateException when RabbitMQ is not installed
     * @throws AssertionError with the end of the log when a node does not get ready
     */
    public static RabbitMqCluster start() {
        RabbitMqNode.requireInstalled();
        var cluster = new RabbitMqCluster();
        try {
            cluster.nodes.forEach(RabbitMqNode::launch);
            cluster.nodes.forEach(RabbitMqNode::awaitReady);
            Await.until(JOIN_DEADLINE, cluster::isWhole, () -> "members: " + cluster.members());
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** The nodes, always in the same order. */
    public List<RabbitMqNode> nodes() {
        return nodes;
    }

    /** One for each node, in their order. */
    public List<URI> uris() {
        return nodes.stream().map(RabbitMqNode::uri).toList();
    }

    /** The node that listens on this port, which tells where a connection is. */
    public RabbitMqNode nodeAt(int port) {
        return nodes.stream()
                .filter(node -> node.port() == port)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No node listens on port " + port + "."));
    }

    /** Ends the processes at once and deletes their folders. */
    @Override
    public void close() {
        nodes.forEach(RabbitMqNode::close);
        Runtime.getRuntime().removeShutdownHook(hook);
        epmd.close();
    }

    /** What the first node that runs says of its members, one name a line. */
    String members() {
        return nodes.stream()
                .filter(RabbitMqNode::isRunning)
                .findFirst()
                .map(node -> node.rabbitmqctl(
                        "-q", "eval", "[io:format(\"~s~n\", [N]) || N <- rabbit_nodes:all_running()], ok."))
                .orElse("");
    }

    private boolean isWhole() {
        var members = members();
        return nodes.stream().allMatch(node -> members.contains(node.name()));
    }

    private static String[] membership(List<NodeIdentity> identities) {
        var lines = new ArrayList<>(List.of("cluster_formation.peer_discovery_backend = classic_config"));
        IntStream.range(0, identities.size())
                .mapToObj(i -> "cluster_formation.classic_config.nodes." + (i + 1) + " = "
                        + identities.get(i).name())
                .forEach(lines::add);
        return lines.toArray(String[]::new);
    }
}
