// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.Cli;
import amqp.testkit.Await;
import amqp.testkit.broker.RabbitMqNode;
import com.rabbitmq.client.ConnectionFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

/** {@code amqp perf} on RabbitMQ. */
@Timeout(120)
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class PerfIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Executor THREADS = task -> new Thread(task, "command").start();

    private static RabbitMqNode node;

    @BeforeAll
    static void startBroker() {
        node = RabbitMqNode.start();
    }

    @AfterAll
    static void stopBroker() {
        node.close();
    }

    private static String[] perf(String options) {
        List<String> arguments =
                new ArrayList<>(List.of("perf", "--uri", node.uri().toString(), "--json"));
        arguments.addAll(List.of(options.split(" +")));
        return arguments.toArray(String[]::new);
    }

    /** The summary of a run that went well. */
    private static Map<String, Object> run(String options) {
        return summary(Cli.run(perf(options)).lines());
    }

    private static Map<String, Object> summary(List<String> lines) {
        return JSON.std.mapFrom(lines.get(lines.size() - 1));
    }

    private static void assertCounts(Map<String, Object> summary, int sent, int received) {
        assertEquals(sent, summary.get("published"), summary::toString);
        assertEquals(received, summary.get("consumed"), summary::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "sdk --adapter nio",
        "sdk --adapter blocking",
        "sdk --adapter aio",
        "sdk --adapter netty",
        "sdk --adapter vertx",
        "amqp-client",
        "compat"
    })
    void everyClient(String client) {
        Map<String, Object> summary =
                run("--client " + client + " -u clients -x2 -y2 -C 500 -c 50 -q 20 -A 10 -f persistent");
        assertCounts(summary, 1000, 1000);
        assertEquals(1000, summary.get("confirmed"), summary::toString);
        assertTrue(summary.containsKey("consumerLatencyMillis"), summary::toString);
        assertTrue(summary.containsKey("confirmLatencyMillis"), summary::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdk", "amqp-client", "compat"})
    void theNextAddressWhereOneDoesNotAnswer(String client) throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        String uri = node.uri().toString();
        String other = uri.replaceFirst(":" + node.uri().getPort() + "\\b", ":" + nobody);
        String[] arguments = {
            "perf", "--json", "--uri", other, "--uri", uri, "--client", client, "-u", "second-address", "-C", "10"
        };
        List<String> lines = Cli.run(arguments).lines();
        assertCounts(JSON.std.mapFrom(lines.get(lines.size() - 1)), 10, 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdk", "amqp-client", "compat"})
    void unroutableMessagesAreReturned(String client) {
        Cli run = Cli.run(
                perf("--client " + client + " -y0 -C 50 -c 10 -f mandatory,persistent -e amq.direct -k nowhere"));
        assertFailed("the broker did not take all messages: 50 returned", run);
        Map<String, Object> summary = summary(run.out().lines().toList());
        assertEquals(50, summary.get("returned"), summary::toString);
        assertEquals(50, summary.get("confirmed"), summary::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "-u classic -x2 -y1 -C 100,                                         200, 200",
        "-u quorum -qq -C 100 -c 10 -q 50,                                  100, 100",
        "-u stream -sq -C 100 -c 10 -y2,                                    100, 200",
        "-u limited -qa x-max-length=10;x-overflow=drop-head -C 50 -y0,      50,   0",
        "-x2 -y3 -C 20,                                                      40, 120",
        "-x1 -X3 -y2 -Y2 -C 10,                                              30, 120",
        "-qp many-%02d -qpf 1 -qpt 4 -x8 -y4 -C 10,                          80,  80",
        "-e perf.topic -t topic -k a.b -u topics -C 10,                      10,  10",
        "-e perf.fanout -t fanout -y2 -C 10,                                 10,  20",
        "-u sizes -s 12;1000;200000 -C 9 -a,                                  9,   9",
        "-u counted -D 30 -q 10 -C 30,                                       30,  30",
        "-u paced -r 500 -C 50,                                              50,  50",
        "-u varied -vr 100:0.1 -vr 0:0.1 -vr -1:0.01 -C 30,                  30,  30",
        "-u slow -R 100 -C 30 -q 1,                                          30,  30",
        "-u millis -ms -C 10,                                                10,  10",
        "-u transient -ad false -C 10,                                       10,  10",
    })
    void options(String options, int sent, int received) {
        assertCounts(run(options.replace(';', ',')), sent, received);
    }

    /** With what a publish says of the same. */
    @Test
    void aFullQueueRefusesMessages() {
        String full = "-u full -qa x-max-length=3,x-overflow=reject-publish -ad false -y0 -C 10 -c 1";
        assertFailed("the broker did not take all messages: 7 nacked", Cli.run(perf(full)));
        Cli publish = Cli.run(
                "publish", "--uri", node.uri().toString(), "--routing-key=full", "--count=2", "--confirm", "--json");
        assertFailed("the broker did not take all messages: 2 nacked", publish);
        assertTrue(publish.out().startsWith("{\"published\":2,\"confirmed\":0,\"nacked\":2,"), publish.out());
    }

    @Test
    void aQueueIsFilledAndEmptiedLater() {
        assertCounts(run("-u later -y0 -C 500 -c 100 -f persistent"), 500, 0);
        assertCounts(run("-u later -p -x0 -D 500 -q 50 -A 50"), 0, 500);
    }

    @Test
    void aQueueWithOtherArgumentsIsRefused() {
        run("-u taken -ad false -C 1");
        for (String client : List.of("sdk", "amqp-client", "compat")) {
            Cli.run(perf("-u taken -qq -C 1 --client " + client)).assertFailed(1, "406");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdk", "amqp-client", "compat"})
    void aMissingExchangeEndsTheRun(String client) {
        assertFailed("404", Cli.run(perf("-u there -p -e nope -y0 -r 100 --client " + client)));
    }

    @Test
    void aUserWithoutPermissions() {
        String uri = "amqp://restricted:restricted@127.0.0.1:" + node.port();
        for (String client : List.of("sdk", "amqp-client", "compat")) {
            assertFailed("403", Cli.run("perf", "--uri", uri, "-u", "q", "-C", "1", "--client", client));
        }
        String wrong = uri.replace(":restricted", ":wrong");
        assertFailed("cannot open a connection", Cli.run("perf", "--uri", wrong, "--client", "amqp-client"));
    }

    private static void assertFailed(String part, Cli run) {
        assertEquals(1, run.status(), run.toString());
        assertTrue(run.err().contains(part), run.err());
    }

    /** In a class loader of its own, as in an installation without amqp-client. */
    @Test
    void theJarOfAmqpClientIsNamed() throws Exception {
        Path jar = Path.of(ConnectionFactory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        for (String client : List.of("amqp-client", "compat")) {
            assertCounts(run("--client " + client + " --client-jar " + jar + " -u named -C 10 -c 5"), 10, 10);
        }
    }

    @Test
    void processesBeginTogether() {
        var consuming = CompletableFuture.supplyAsync(() -> run("--id both -ei 2 -x0 -y2 -D 50"), THREADS);
        Map<String, Object> produced = run("--id both -ei 2 -y0 -C 50");
        assertCounts(produced, 50, 0);
        assertCounts(consuming.join(), 0, 100);
    }

    @Test
    void aProcessThatDoesNotComeIsMissed() {
        Cli.run(perf("--id alone -ei 2 -ist 500ms -C 1")).assertFailed(1, "only 1 of 2 instances came within 500 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdk", "amqp-client", "compat"})
    void aBrokerThatRestartsIsAnOutage(String client) throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        PipedReader reader = new PipedReader(1 << 20);
        PipedWriter writer = new PipedWriter(reader);
        CompletableFuture<Cli> run = CompletableFuture.supplyAsync(
                () -> Cli.run(
                        writer,
                        perf("-u restarted -f persistent -c 50 -q 50 -r 100 -C 1500 -i 0.5 --client " + client)),
                THREADS);
        new Thread(() -> new BufferedReader(reader).lines().forEach(lines::add), "lines").start();
        Await.until(DEADLINE, () -> received(lines) > 0, () -> "nothing is received: " + lines);
        node.restart();
        Await.until(DEADLINE, () -> lines.stream().anyMatch(line -> !down(line).equals(0)), lines::toString);
        int before = received(lines);
        Await.until(
                DEADLINE,
                () -> received(lines) > before
                        && down(lines.get(lines.size() - 1)).equals(0),
                () -> "nothing is received any more: " + lines);
        Cli ended = run.join();
        writer.close();
        assertTrue(ended.err().startsWith("amqp: connection lost, connecting again: "), ended.err());
        assertTrue(ended.err().contains("amqp: all connections are back after "), ended.err());
        Map<String, Object> summary = summary(lines);
        assertEquals(summary.get("unknown").equals(0) ? 0 : 1, ended.status(), ended.err());
        assertEquals(2, summary.get("connectionsLost"), summary::toString);
    }

    private static int received(List<String> lines) {
        return lines.stream()
                .mapToInt(line -> (int) JSON.std.mapFrom(line).get("consumed"))
                .sum();
    }

    private static Object down(String line) {
        return JSON.std.mapFrom(line).get("connectionsDown");
    }
}
