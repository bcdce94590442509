// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.Await;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.WireFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** One test for all, since a cluster takes half a minute to start. */
@Tag("once-per-broker")
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
final class RabbitMqClusterTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String QUEUE = "orders";

    @Test
    void quorumQueueOutlivesTheNodeThatTheClientIsOn() throws IOException {
        try (var cluster = RabbitMqCluster.start()) {
            var first = cluster.nodes().get(0);
            var second = cluster.nodeAt(cluster.uris().get(1).getPort());
            try (var peer = new RawPeer(new Socket("127.0.0.1", first.port()))) {
                declare(peer);
                publish(peer);
                first.kill();
                assertThrows(IOException.class, peer::next);
            }
            assertFalse(first.isRunning());
            assertEquals(
                    1, cluster.members().lines().filter(second.name()::equals).count());
            Await.until(DEADLINE, () -> messages(second) == 1, () -> "the message is not there");
            first.restart();
            assertTrue(cluster.members().contains(first.name()), cluster.members());
            assertThrows(IllegalArgumentException.class, () -> cluster.nodeAt(1));
        }
    }

    private static void publish(RawPeer peer) throws IOException {
        peer.send(BrokerFrames.method(1, "confirm.select", false));
        assertEquals("confirm.select-ok", peer.method().name());
        peer.send(BrokerFrames.concat(
                BrokerFrames.method(1, "basic.publish", "", QUEUE, false, false),
                BrokerFrames.content(1, Map.of(), new byte[] {1}, 0)));
        assertEquals("basic.ack", peer.method().name());
    }

    /** Messages in the queue, by what this node says. */
    private static long messages(RabbitMqNode node) {
        try (var peer = new RawPeer(new Socket("127.0.0.1", node.port()))) {
            return declare(peer).number("message-count");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WireFrame.Method declare(RawPeer peer) throws IOException {
        peer.open("PLAIN", "\0guest\0guest", "/");
        peer.send(BrokerFrames.method(1, "channel.open"));
        assertEquals("channel.open-ok", peer.method().name());
        peer.send(BrokerFrames.method(
                1, "queue.declare", QUEUE, false, true, false, false, false, Map.of("x-queue-type", "quorum")));
        return peer.method();
    }
}
