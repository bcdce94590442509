// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.Cli;
import amqp.cli.demo.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the embedded broker; PerfIT has what needs RabbitMQ. */
@Timeout(60)
class PerfCommandTest {
    private static EmbeddedBroker broker;

    @TempDir
    Path folder;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static Cli perf(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("perf", "--uri", broker.uri().toString()));
        arguments.addAll(List.of(options));
        return Cli.run(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdk", "amqp-client", "compat"})
    void eachClientCarriesTheSameLoad(String client) {
        List<String> lines = perf(
                        "--client",
                        client,
                        "--id",
                        "run",
                        "-u",
                        "load-" + client,
                        "-x2",
                        "-y2",
                        "-C",
                        "300",
                        "-c",
                        "50",
                        "-q",
                        "20",
                        "-A",
                        "5",
                        "-s",
                        "12,100")
                .lines();
        String last = lines.get(lines.size() - 1);
        assertTrue(last.startsWith("id: run, " + client + " "), last);
        assertEquals(
                "id: run, sent 600, received 600, confirmed 600, nacked 0, unknown 0", lines.get(lines.size() - 2));
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.matches("id: run, time [0-9.]+ s, sent: .*, confirmed: .*, nacked: 0"
                                + " msg/s, received: .*, min/median/75th/95th/99th consumer latency: .* µs,"
                                + " confirm latency: .* µs")),
                () -> String.join("\n", lines));
    }

    @Test
    void everyConsumerOfAQueueOfItsOwnGetsAll() {
        List<String> lines = perf("-x2", "-X2", "-y3", "-Y2", "-C", "10", "--id", "all", "-a")
                .lines();
        assertTrue(lines.contains("id: all, sent 40, received 240"), () -> String.join("\n", lines));
    }

    @Test
    void aRunEndsAfterItsTime() {
        List<String> lines = perf("-u", "timed", "-r", "50", "-z", "600ms", "-i", "0.2", "--json")
                .lines();
        assertTrue(lines.size() >= 4, lines.toString());
        String summary = lines.get(lines.size() - 1);
        assertTrue(summary.startsWith("{\"type\":\"summary\""), summary);
        assertTrue(summary.contains("\"consumerLatencyMillis\":{"), summary);
    }

    @Test
    void filesAreWrittenBeside() throws Exception {
        Path csv = folder.resolve("run.csv");
        Path html = folder.resolve("run.html");
        perf("-u", "filed", "-C", "5", "--csv", csv.toString(), "--html", html.toString())
                .lines();
        assertTrue(Files.readAllLines(csv).size() >= 2);
        assertTrue(Files.readString(html).endsWith("</html>\n"));
    }

    @Test
    void filesAreNotOverwritten() throws Exception {
        Path csv = folder.resolve("new.csv");
        Path html = Files.writeString(folder.resolve("old.html"), "old");
        perf("-u", "filed", "-C", "5", "--csv", csv.toString(), "--html", html.toString())
                .assertFailed(1, "old.html\" is there already and is not overwritten; give another --html");
        assertFalse(Files.exists(csv));
        assertEquals("old", Files.readString(html));
    }

    /** A later run does not get them again. */
    @Test
    void theLastMessagesAreAcknowledgedToo() {
        perf("-u", "odd", "-C", "7", "-A", "5", "-ad", "false").lines();
        List<String> lines =
                perf("-u", "odd", "-p", "-x0", "-z", "0.5", "--id", "again").lines();
        assertTrue(lines.contains("id: again, sent 0, received 0"), lines.toString());
    }

    @Test
    void aQueueThatIsNotThere() {
        perf("-u", "nope", "-p", "-x0").assertFailed(1, "404");
        perf("-u", "nope", "-p", "-x0", "--client", "amqp-client").assertFailed(1, "404");
    }

    /** As Ctrl-C does. */
    @Test
    void anInterruptedRunHasASummary() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "amqp.cli.Amqp",
                        "perf",
                        "--uri",
                        broker.uri().toString(),
                        "--id",
                        "ends",
                        "-u",
                        "interrupted",
                        "-r",
                        "100",
                        "-i",
                        "0.2")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            assertTrue(out.readLine().startsWith("id: ends, time 0."));
            process.toHandle().destroy(); // SIGTERM
            String last = "";
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line;
            }
            assertTrue(last.startsWith("id: ends, sdk "), last);
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-x -1                          | --producers must be at least 0; it is -1",
                "-y -1                          | --consumers must be at least 0; it is -1",
                "-x0 -y0                        | there is nothing to do",
                "-X 0                           | --producer-channel-count must be at least 1; it is 0",
                "-Y 0                           | --consumer-channel-count must be at least 1; it is 0",
                "-s 11                          | --size must be at least 12; it is 11",
                "-s 100,5                       | --size must be at least 12; it is 5",
                "-s 3000000000                  | --size must be at most 536870912 bytes (512 MiB)",
                "-s 100,x                       | 'x' is not a whole number",
                "-r 0                           | --rate must be more than 0, or -1",
                "-r fast                        | 'fast' is not a number",
                "-r 5 -vr 1:1                   | --rate and --variable-rate exclude each other",
                "-vr 5                          | --variable-rate \"5\" is not RATE:TIME",
                "-vr 0:5                        | one --variable-rate at least must be more than 0",
                "-R 0                           | --consumer-rate must be more than 0",
                "-c -1                          | --confirm must be at least 0; it is -1",
                "-q -1                          | --qos must be at least 0; it is -1",
                "-q 65536                       | --qos must be at most 65535; it is 65536",
                "-A 0                           | --multi-ack-every must be at least 1; it is 0",
                "-q 10 -A 11                    | --multi-ack-every must be at most --qos, which is 10",
                "-a -A 5                        | --autoack excludes --multi-ack-every",
                "-C 0                           | --pmessages must be at least 1; it is 0",
                "-D 0                           | --cmessages must be at least 1; it is 0",
                "-z 0                           | --time must be more than 0",
                "-i 0                           | --interval must be 100ms at least and 1h at most",
                "-i 61m                         | --interval must be 100ms at least and 1h at most",
                "-i 1x                          | '1x' is not a time",
                "-f urgent                      | --flag must be persistent or mandatory; it is urgent",
                "-u q -qp q-%d                  | --queue and --queue-pattern exclude each other",
                "-qp q-%d                       | --queue-pattern-from must be at least 0; it is -1",
                "-qp q-%d -qpf 2 -qpt 1         | --queue-pattern-to must be at least 2; it is 1",
                "-qp q-%d -qpf 0 -qpt 200000    | more than 100000 queues",
                "-qp q -qpf 1 -qpt 2            | has no place for the number",
                "-qp q-%s-%s -qpf 1 -qpt 2      | has no place for the number",
                "-qpf 1                         | need a --queue-pattern",
                "-qq                            | --quorum-queue needs a --queue",
                "-u q -qq -sq                   | --quorum-queue and --stream-queue exclude each other",
                "-u q -sq -a                    | --autoack excludes --stream-queue",
                "-u q -sco first                | --stream-consumer-offset is for a --stream-queue",
                "-p                             | --predeclared needs a --queue",
                "-u q -k key                    | --routing-key needs an --exchange here",
                "-qa x-max-length               | is not NAME=VALUE",
                "-ei 2                          | --expected-instances needs an --id",
                "-ei 0                          | --expected-instances must be at least 1",
                "--compare run.json             | --compare needs an --html to show it in",
                "--client pigeon                | 'pigeon' is none of sdk, amqp-client, compat",
            })
    void wrongUsage(String options, String sentence) {
        perf(options.split(" +")).assertFailed(2, sentence);
    }

    @Test
    void aJarThatIsNotThere() {
        perf("--client", "amqp-client", "--client-jar", "/no/such.jar")
                .assertFailed(1, "there is no file \"/no/such.jar\" to read");
        perf("--client", "amqp-client", "--client-jar", "pom.xml").assertFailed(1, "no amqp-client in [pom.xml]");
    }

    @Test
    void aFileThatCannotBeWritten() {
        perf("--html", folder.resolve("x.html").toString(), "--compare", "/no/such.json")
                .assertFailed(1, "there is no file \"/no/such.json\"; check --compare");
        perf("-u", "filed", "-C", "1", "--csv", "/no/such/run.csv")
                .assertFailed(1, "cannot make the file \"/no/such/run.csv\"");
    }
}
