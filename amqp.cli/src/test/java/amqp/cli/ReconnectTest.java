// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import static amqp.testkit.proxy.Direction.TO_CLIENT;
import static amqp.testkit.proxy.Direction.TO_SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.connection.Session;
import amqp.cli.demo.EmbeddedBroker;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.method.QueueMethod;
import amqp.testkit.Await;
import amqp.testkit.proxy.FaultProxy;
import amqp.testkit.wire.WireFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands over connections that break. */
@Timeout(60)
class ReconnectTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String QUEUE = "orders";
    private static final String COUNT = "300";
    private static final Pattern MESSAGE_ID = Pattern.compile("\"messageId\":\"(\\d+)\"");

    private final EmbeddedBroker broker = EmbeddedBroker.start();
    private final FaultProxy publishing = FaultProxy.to(broker.uri().getPort());
    private final FaultProxy consuming = FaultProxy.to(broker.uri().getPort());

    @BeforeEach
    void declareQueue() {
        try (Session session = Session.open(ConnectionOptions.ofUri(broker.uri().toString()))) {
            Stages.await(session.openChannel(Dispatch.EXECUTOR).queueDeclare(QueueMethod.Declare.of(QUEUE)));
        }
    }

    @AfterEach
    void close() {
        publishing.close();
        consuming.close();
        broker.close();
    }

    @Test
    void bothSurviveLossesAndSaySo() {
        var consumer = start(() -> Cli.run("consume", "--uri", via(consuming), QUEUE, "--idle", "4", "--json"));
        var publisher = start(this::publish);
        awaitPublished();
        publishing.reset();
        consuming.reset();
        Cli published = publisher.join();
        assertEquals(0, published.status(), published.toString());
        assertTrue(published.out().contains("\"confirmed\":" + COUNT), published.out());
        assertTold(published);
        Cli consumed = consumer.join();
        assertEquals(0, consumed.status(), consumed.err());
        assertTold(consumed);
        assertEquals(all(), ids(consumed));
    }

    /** Of the lines none is left out. */
    @Test
    void linesOfJsonSurviveALoss(@TempDir Path folder) throws IOException {
        Path lines = folder.resolve("lines");
        Files.write(
                lines,
                all().stream()
                        .map(id -> "{\"routingKey\":\"" + QUEUE + "\",\"properties\":{\"messageId\":\"" + id + "\"}}")
                        .toList());
        var publisher = start(() ->
                Cli.run("publish", "--uri", via(publishing), "--jsonl=" + lines, "--rate=150", "--confirm", "--json"));
        awaitPublished();
        publishing.reset();
        Cli published = publisher.join();
        assertEquals(0, published.status(), published.toString());
        assertTrue(published.out().contains("\"published\":" + COUNT + ",\"confirmed\":" + COUNT), published.out());
        assertTold(published);
        assertEquals(all(), ids(Cli.run("consume", "--uri", via(consuming), QUEUE, "--idle", "0.5", "--json")));
    }

    @Test
    void lossIsTheEndWhereOneAskedForThat() {
        var consumer = start(() -> Cli.run("consume", "--uri", via(consuming), QUEUE, "--no-reconnect"));
        Await.until(DEADLINE, () -> !consuming.taps().isEmpty() && consumes(consuming), () -> "it does not consume");
        consuming.reset();
        consumer.join().assertFailed(1, "the transport was lost");
    }

    private void awaitPublished() {
        Await.until(
                DEADLINE,
                () -> !publishing.taps().isEmpty() && publishing.taps().get(0).contentCount(TO_SERVER) >= 50,
                () -> "nothing is published");
    }

    private static boolean consumes(FaultProxy proxy) {
        return proxy.taps().get(0).frames(TO_CLIENT).stream()
                .anyMatch(frame -> frame instanceof WireFrame.Method method
                        && method.name().equals("basic.consume-ok"));
    }

    private Cli publish() {
        return Cli.run(
                "publish",
                "--uri",
                via(publishing),
                "--routing-key",
                QUEUE,
                "--body",
                "x",
                "--count",
                COUNT,
                "--message-id-sequence",
                "--rate",
                "150",
                "--confirm",
                "--json");
    }

    private static CompletableFuture<Cli> start(Supplier<Cli> command) {
        return CompletableFuture.supplyAsync(command, task -> new Thread(task, "command").start());
    }

    private static String via(FaultProxy proxy) {
        return "amqp://guest:guest@127.0.0.1:" + proxy.port();
    }

    private static void assertTold(Cli ended) {
        List<String> lines = ended.err().lines().toList();
        assertEquals(2, lines.size(), ended.err());
        assertTrue(lines.get(0).startsWith("amqp: connection lost, connecting again: "), ended.err());
        assertTrue(lines.get(1).startsWith("amqp: connected again to 127.0.0.1:"), ended.err());
    }

    private static Set<Integer> all() {
        return IntStream.rangeClosed(1, Integer.parseInt(COUNT)).boxed().collect(Collectors.toSet());
    }

    private static Set<Integer> ids(Cli consumed) {
        return consumed.out()
                .lines()
                .map(MESSAGE_ID::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.valueOf(found.group(1)))
                .collect(Collectors.toSet());
    }
}
