// SPDX-License-Identifier: MPL-2.0
package amqp.spring.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.blocking.BlockingChannel;
import amqp.blocking.BlockingConnection;
import amqp.client.Delivery;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.testkit.Await;
import amqp.testkit.broker.RabbitMqNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged application, in a process of its own: told to end while orders come in, it finishes those that it has.
 * Nothing is lost, nothing is done twice, and nothing comes back as redelivered.
 */
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class ShopIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Of a process that ended by SIGTERM. */
    private static final int TERMINATED = 143;

    @TempDir
    private Path folder;

    @Test
    void endsWithoutLossWhileOrdersComeIn() throws Exception {
        try (var node = RabbitMqNode.start();
                var connection = BlockingConnection.open(node.uri().toString());
                var channel = connection.openChannel()) {
            var shop = start(node);
            try {
                Await.until(PATIENCE, () -> health().equals("UP"), () -> "health: " + health() + "\n" + log());
                assertWrongOrdersGoToTheErrorQueue(channel);
                assertEverythingIsDoneOnce(channel, orderUntilTheEnd(shop, channel));
            } finally {
                shop.destroyForcibly();
            }
        }
    }

    private void assertWrongOrdersGoToTheErrorQueue(BlockingChannel channel) {
        channel.publish("", "orders", order("wrong", -1));
        Await.until(PATIENCE, () -> count(channel, "orders.failed") == 1, this::log);
        var failed = channel.basicGet("orders.failed").orElseThrow();
        var why = failed.properties().headers().get("x-exception-message");
        assertTrue(why != null && why.asString().contains("an order of -1 cents"), () -> String.valueOf(why));
    }

    /** Orders as fast as the broker confirms them, and says which. */
    private Set<String> orderUntilTheEnd(Process shop, BlockingChannel channel) throws InterruptedException {
        channel.confirmSelect();
        var ordered = new TreeSet<String>();
        var told = false;
        while (shop.isAlive()) {
            var batch = new ArrayList<Message>();
            for (int i = 0; i < 50; i++) {
                var id = "o" + ordered.size();
                ordered.add(id);
                batch.add(order(id, i));
            }
            channel.publishAll(BasicMethod.Publish.of("", "orders"), batch);
            if (!told && count(channel, "receipts") > 500) {
                shop.destroy();
                told = true;
            }
        }
        assertTrue(shop.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), this::log);
        assertEquals(TERMINATED, shop.exitValue(), this::log);
        return ordered;
    }

    private void assertEverythingIsDoneOnce(BlockingChannel channel, Set<String> ordered) {
        var receipts = ids(drain(channel, "receipts"));
        var left = ids(drain(channel, "orders"));
        assertFalse(left.isEmpty(), "the application ended after the last order");
        var seen = new TreeSet<>(receipts);
        seen.addAll(left);
        assertEquals(ordered, seen);
        assertEquals(ordered.size(), receipts.size() + left.size());
    }

    private static List<Delivery> drain(BlockingChannel channel, String queue) {
        var all = new ArrayList<Delivery>();
        for (Optional<Delivery> next = channel.basicGet(queue); next.isPresent(); next = channel.basicGet(queue)) {
            all.add(next.get());
        }
        assertEquals(List.of(), all.stream().filter(Delivery::redelivered).toList());
        return all;
    }

    /** The value of the first field of JSON. */
    private static List<String> ids(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(delivery -> delivery.message().text().split("\"")[3])
                .toList();
    }

    private static Message order(String id, int cents) {
        return Message.of("{\"id\":\"" + id + "\",\"cents\":" + cents + "}")
                .contentType("application/json")
                .persistent();
    }

    private static long count(BlockingChannel channel, String queue) {
        return channel.queueDeclare(QueueMethod.Declare.of(queue).passive(true)).messageCount();
    }

    private Process start(RabbitMqNode node) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("amqp.sample"),
                        "--spring.rabbitmq.addresses=" + node.uri(),
                        "--shop.probe-file=" + folder.resolve("health"),
                        "--shop.probe-interval=100ms")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private String health() {
        return text("health");
    }

    private String log() {
        return text("log");
    }

    private String text(String name) {
        File file = folder.resolve(name).toFile();
        try {
            return file.exists() ? Files.readString(file.toPath()) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
