// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Adapters;
import amqp.client.Stages;
import amqp.codec.method.QueueMethod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands against the embedded broker. */
@Timeout(60)
class BrokerCommandsTest extends EmbeddedBrokerCase {
    private long waiting() {
        return Stages.await(channel.queueDeclare(QueueMethod.Declare.of(QUEUE).passive(true)))
                .messageCount();
    }

    @Test
    void demoUsesEveryAdapter() {
        List<String> lines =
                Cli.run("demo", "--messages", "500", "--size", "13").lines();
        assertTrue(
                lines.get(0).matches(".*Broker-J.* at 127\\.0\\.0\\.1:[0-9]+, embedded: 500 messages of 13 bytes.*"));
        assertEquals(2 + Adapters.installed().size(), lines.size());
        for (String line : lines.subList(2, lines.size())) {
            assertTrue(line.matches("[a-z]+ +500 +500 +500 +500 +ok"), line);
        }
    }

    @Test
    void demoWithABrokerAnAdapterAndEmptyMessages() {
        List<String> lines = amqp("demo", "--adapter", "blocking", "--messages", "3", "--size", "0")
                .lines();
        assertEquals(3, lines.size());
        assertTrue(lines.get(2).matches("blocking +3 +3 +3 +3 .* ok"), lines.get(2));
    }

    @Test
    void demoFailsWhenAnAdapterDoes(@TempDir Path folder) throws IOException {
        String password = Files.writeString(folder.resolve("password"), "wrong").toString();
        Cli run = amqp("demo", "--adapter", "nio", "--user", "guest", "--password-file", password);
        run.assertFailed(1, "nio: Cannot open a connection");
        assertTrue(run.out().contains("failed"), run.out());
    }

    @Test
    void adaptersAreListed() {
        List<String> lines = Cli.run("adapters").lines();
        assertEquals("adapter   module                 version", lines.get(0).substring(0, 40));
        assertTrue(lines.get(1).matches("nio +amqp\\.adapter\\.nio +[0-9.]+[-.A-Z0-9]* +yes"), lines.get(1));
        List<String> json = Cli.run("adapters", "--json").lines();
        assertEquals(lines.size() - 1, json.size());
        assertTrue(
                json.get(0)
                        .matches("\\{\"adapter\":\"nio\",\"module\":\"amqp.adapter.nio\",\"version\":\"[^\"]+\","
                                + "\"usable\":true,\"reason\":\"\"}"),
                json.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking"})
    void ping(String adapter) {
        String out = String.join("\n", amqp("ping", "--adapter", adapter).lines());
        assertTrue(out.contains("Broker-J"), out);
        assertTrue(out.contains("127.0.0.1:" + broker.port()), out);
        assertTrue(out.contains("adapter     " + adapter), out);
        assertTrue(out.contains("frame-max"), out);
        assertTrue(out.matches("(?s).*round trip  [0-9.]+ ms.*"), out);
    }

    @Test
    void theAdapterOfTheUriIsUsed() {
        String out =
                Cli.run("ping", "--uri", broker.uri() + "/?adapter=blocking").out();
        assertTrue(out.contains("adapter     blocking"), out);
    }

    @Test
    void headersOfEveryTypeComeBack() {
        amqp(
                        "publish",
                        "--routing-key=" + QUEUE,
                        "--confirm",
                        "--body=héllo",
                        "--property=content-type=text/plain",
                        "--property=timestamp=1293839939",
                        "--property=deliveryMode=2",
                        "--header=t=t:true",
                        "--header=b=b:-1",
                        "--header=s=s:-2",
                        "--header=I=I:5",
                        "--header=l=l:-9007199254740993",
                        "--header=f=f:0.5",
                        "--header=d=d:0.1",
                        "--header=D=D:1.50",
                        "--header=S=S:text",
                        "--header=x=x:00ff",
                        "--header=T=T:1293839939",
                        "--header=F=F:{\"k\":\"v\"}",
                        "--header=A=A:[1,\"x\"]",
                        "--header=V=V:")
                .lines();
        String expected = "{\"exchange\":\"\",\"routingKey\":\"orders\",\"deliveryTag\":1,\"redelivered\":false,"
                + "\"properties\":{\"contentType\":\"text/plain\",\"headers\":{"
                + "\"t\":{\"type\":\"t\",\"value\":true},"
                + "\"b\":{\"type\":\"b\",\"value\":-1},"
                + "\"s\":{\"type\":\"s\",\"value\":-2},"
                + "\"I\":{\"type\":\"I\",\"value\":5},"
                + "\"l\":{\"type\":\"l\",\"value\":-9007199254740993},"
                + "\"f\":{\"type\":\"f\",\"value\":0.5},"
                + "\"d\":{\"type\":\"d\",\"value\":0.1},"
                + "\"D\":{\"type\":\"D\",\"value\":1.50},"
                + "\"S\":{\"type\":\"S\",\"value\":\"text\"},"
                + "\"x\":{\"type\":\"x\",\"value\":\"00ff\"},"
                + "\"T\":{\"type\":\"T\",\"value\":1293839939},"
                + "\"F\":{\"type\":\"F\",\"value\":{\"k\":{\"type\":\"S\",\"value\":\"v\"}}},"
                + "\"A\":{\"type\":\"A\",\"value\":[{\"type\":\"I\",\"value\":1},{\"type\":\"S\",\"value\":\"x\"}]},"
                + "\"V\":{\"type\":\"V\",\"value\":null}},"
                + "\"deliveryMode\":2,\"timestamp\":1293839939},"
                + "\"body\":\"héllo\"}";
        assertEquals(
                List.of(expected),
                amqp("consume", QUEUE, "--count", "1", "--json").lines());
    }

    @Test
    void consumeStopsAtItsCount() {
        amqp("publish", "--routing-key", QUEUE, "--count=20", "--message-id-sequence", "--size=3", "--rate=1000")
                .lines();
        List<String> first = amqp("consume", QUEUE, "--count", "7").lines();
        assertEquals(14, first.size());
        assertEquals("1  routingKey=orders  3 bytes  {message-id=1}", first.get(0));
        assertEquals("    abc", first.get(1));
        assertEquals(13, waiting());

        List<String> second =
                amqp("consume", QUEUE, "--count", "5", "--auto-ack", "--json").lines();
        assertTrue(second.get(0).contains("\"messageId\":\"8\""), second.get(0));
        assertEquals(8, waiting());

        List<String> rest = amqp("consume", QUEUE, "--idle", "0.3", "--auto-ack", "--prefetch=0", "--json")
                .lines();
        assertEquals(8, rest.size());
        assertTrue(rest.get(7).contains("\"messageId\":\"20\""), rest.get(7));
        assertEquals(0, waiting());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void countIsExactWhateverThePrefetch(int prefetch) {
        amqp("publish", "--routing-key", QUEUE, "--count", "9", "--message-id-sequence")
                .lines();
        for (int i = 0; i < 2; i++) {
            amqp("consume", QUEUE, "--count", "4", "--prefetch", "" + prefetch).lines();
        }
        List<String> rest = amqp("consume", QUEUE, "--idle", "0.3", "--json").lines();
        assertEquals(1, rest.size());
        assertTrue(rest.get(0).contains("\"redelivered\":false"), rest.get(0));
        assertTrue(rest.get(0).contains("\"messageId\":\"9\""), rest.get(0));
    }

    @Test
    void whatWasPrintedIsAcknowledgedThoughTheCountIsNotReached() {
        amqp("publish", "--routing-key", QUEUE, "--count", "5").lines();
        String[] options = {QUEUE, "--count", "7", "--prefetch", "4", "--idle", "0.3", "--json"};
        assertEquals(5, amqp("consume", options).lines().size());
        assertEquals(0, waiting());
    }

    @Test
    void idleConsumeOfAnEmptyQueueEnds() {
        assertEquals(List.of(), amqp("consume", QUEUE, "--idle", "100ms").lines());
    }

    @ParameterizedTest
    @CsvSource({
        "orders, --confirm,   0, 3, 0",
        "orders, --mandatory, 0, 0, 0",
        "nobody, --confirm,   0, 3, 0",
    })
    void summary(String key, String option, int status, int confirmed, int returned) {
        assertSummary(status, confirmed, returned, "--routing-key", key, "--count=3", "--json", option);
    }

    @Test
    void returnedMessagesAreCounted() {
        assertSummary(1, 0, 3, "--routing-key=nobody", "--count=3", "--json", "--mandatory");
    }

    /** This broker nacks a message that it returns. */
    @Test
    void returnedMessagesAreNoSuccess() {
        String[] options = {"--routing-key=nobody", "--count=3", "--json", "--mandatory", "--confirm"};
        Cli run = amqp("publish", options);
        assertEquals(1, run.status(), run.err());
        assertTrue(run.out().startsWith("{\"published\":3,\"confirmed\":0,"), run.out());
        assertTrue(run.out().contains(",\"unknown\":0,"), run.out());
    }

    private static void assertSummary(int status, int confirmed, int returned, String... options) {
        Cli run = amqp("publish", options);
        assertEquals(status, run.status(), run.err());
        String expected = "{\"published\":3,\"confirmed\":" + confirmed + ",\"nacked\":0,\"returned\":" + returned
                + ",\"unknown\":0,\"seconds\":";
        assertEquals(expected, run.out().substring(0, expected.length()));
        assertEquals(1, run.out().lines().count());
        String sentence = "amqp: the broker did not take all messages: " + returned + " returned\n";
        assertEquals(status == 0 ? "" : sentence, run.err());
    }

    @Test
    void aBodyFromStdin() {
        InputStream stdin = System.in;
        System.setIn(new ByteArrayInputStream("line 1\nline 2\n".getBytes(StandardCharsets.UTF_8)));
        try {
            amqp("publish", "--routing-key", QUEUE, "--file", "-").lines();
        } finally {
            System.setIn(stdin);
        }
        List<String> lines = amqp("consume", QUEUE, "--count", "1").lines();
        assertEquals(List.of("    line 1", "    line 2"), lines.subList(1, 3));
    }

    /** As Ctrl-C does: what was not printed goes back to the queue, what was printed does not. */
    @ParameterizedTest
    @ValueSource(strings = {"--prefetch=10", "--count=10"})
    void endingTheProcessGivesBackWhatIsUnacknowledged(String option) throws Exception {
        amqp("publish", "--routing-key", QUEUE, "--count", "5", "--message-id-sequence")
                .lines();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "amqp.cli.Amqp",
                        "consume",
                        "--uri",
                        broker.uri().toString(),
                        QUEUE,
                        "--json",
                        option)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 1; i <= 5; i++) {
                assertTrue(out.readLine().contains("\"messageId\":\"" + i + "\""));
            }
            process.toHandle().destroy(); // SIGTERM
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(-1, out.read());
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, waiting());
    }
}
