// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Delivery;
import amqp.client.Stages;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.QueueMethod;
import amqp.testkit.RefusingPort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages from lines and files, and to files, against the embedded broker. */
@Timeout(60)
class MessagesTest extends EmbeddedBrokerCase {
    @TempDir
    private Path folder;

    private static Cli amqp(String stdin, String command, List<String> options) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.ISO_8859_1)));
        try {
            return amqp(command, options.toArray(String[]::new));
        } finally {
            System.setIn(before);
        }
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("in"), List.of(lines));
    }

    private long waiting() {
        return Stages.await(channel.queueDeclare(QueueMethod.Declare.of(QUEUE).passive(true)))
                .messageCount();
    }

    /** All that are in the queue. */
    private List<Delivery> taken() {
        List<Delivery> messages = new ArrayList<>();
        for (var next = Stages.await(channel.basicGet(QUEUE));
                next.isPresent();
                next = Stages.await(channel.basicGet(QUEUE))) {
            messages.add(next.get());
            next.get().ack();
        }
        return messages;
    }

    private List<String> bodies() {
        return taken().stream()
                .map(message -> new String(message.body(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Test
    void linesOfStdinAreMessages() {
        List<String> options = List.of("--lines", "--routing-key", QUEUE, "--confirm", "--persistent", "--json");
        List<String> out = amqp("a\r\n\n\u00ff b\nlast", "publish", options).lines();
        assertTrue(out.get(0).startsWith("{\"published\":4,\"confirmed\":4,"), out.get(0));
        List<Delivery> messages = taken();
        assertEquals(BasicProperties.persistent(), messages.get(0).properties());
        assertEquals(
                List.of("a", "", "\u00ff b", "last"),
                messages.stream()
                        .map(message -> new String(message.body(), StandardCharsets.ISO_8859_1))
                        .toList());
    }

    @Test
    void linesOfAFileAreMessagesUpToACount() throws IOException {
        amqp("publish", "--lines", "--file", file("a", "b", "c").toString(), "--routing-key", QUEUE, "--count=2")
                .lines();
        assertEquals(List.of("a", "b"), bodies());
    }

    @Test
    void messagesAreNumberedOnlyWhenAskedFor() {
        amqp("publish", "--routing-key", QUEUE, "--count=2").lines();
        amqp("publish", "--routing-key", QUEUE, "--count=2", "--message-id-sequence")
                .lines();
        amqp("publish", "--routing-key", QUEUE, "--message-id-sequence", "--property=message-id=x")
                .lines();
        assertEquals(
                Arrays.asList(null, null, "1", "2", "x"),
                taken().stream()
                        .map(message -> message.properties().messageId())
                        .toList());
    }

    @Test
    void aDurationEndsPublishing() {
        amqp("publish", "--routing-key", QUEUE, "--duration=350ms", "--rate=10").lines();
        assertEquals(4, waiting()); // at 0, 0.1, 0.2 and 0.3 s
    }

    @Test
    void optionsGoBeforeWhatALineSays() throws IOException {
        String line = "{\"exchange\":\"nope\",\"routingKey\":\"nope\",\"properties\":{\"type\":\"t\",\"appId\":\"a\","
                + "\"headers\":{\"n\":1,\"m\":\"x\"}},\"body\":\"b\"}";
        amqp(
                        "publish",
                        "--jsonl",
                        file(line, "", "{\"routingKey\":\"nope\"}").toString(),
                        "--exchange=",
                        "--routing-key",
                        QUEUE,
                        "--property=type=u",
                        "--header=n=l:2",
                        "--persistent")
                .lines();
        List<Delivery> messages = taken();
        assertEquals(
                BasicProperties.builder()
                        .type("u")
                        .appId("a")
                        .deliveryMode(2)
                        .headers(FieldTable.of("n", 2L).with("m", "x"))
                        .build(),
                messages.get(0).properties());
        assertEquals(
                BasicProperties.builder()
                        .type("u")
                        .deliveryMode(2)
                        .headers(FieldTable.of("n", 2L))
                        .build(),
                messages.get(1).properties());
    }

    @Test
    void aMandatoryLineIsReturned() {
        String lines = "{\"routingKey\":\"orders\",\"mandatory\":true}\n{\"routingKey\":\"nobody\"}\n"
                + "{\"routingKey\":\"nobody\",\"mandatory\":true}";
        Cli run = amqp(lines, "publish", List.of("--jsonl=-", "--json"));
        assertEquals(1, run.status(), run.err());
        assertTrue(run.out().contains("\"published\":3,\"confirmed\":0,\"nacked\":0,\"returned\":1,"), run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"routingKey\":\"orders\"`                       | this is not JSON: it ends early",
                "`[]`                                               | this is not a JSON object",
                "`\u00ff`                                           | it is not UTF-8",
                "`{\"routingKey\":\"orders\",\"bdy\":\"x\"}`        | there is no member \"bdy\"; known are body, bodyBase64,",
                "`{\"body\":\"x\"}`                                 | neither exchange nor routingKey",
                "`{\"routingKey\":5}`                               | the member \"routingKey\" is not text",
                "`{\"routingKey\":\"orders\",\"mandatory\":1}`      | neither true nor false",
                "`{\"routingKey\":\"orders\",\"properties\":[]}`    | the member \"properties\" is not a JSON object",
                "`{\"routingKey\":\"orders\",\"properties\":{\"malformed\":\"why\"}}` | were malformed when it was consumed: why",
                "`{\"routingKey\":\"orders\",\"properties\":{\"colour\":\"red\"}}` | the property \"colour\": there is no such property",
                "`{\"routingKey\":\"orders\",\"properties\":{\"priority\":256}}`   | the property \"priority\": ",
                "`{\"routingKey\":\"orders\",\"properties\":{\"type\":null}}`      | the property \"type\": it is neither text nor a number",
                "`{\"routingKey\":\"orders\",\"properties\":{\"headers\":{\"n\":{\"type\":\"Z\",\"value\":1}}}}` | letter Z",
                "`{\"routingKey\":\"orders\",\"properties\":{\"headers\":{\"n\":{\"type\":\"I\",\"value\":null}}}}` | a value of type I",
                "`{\"routingKey\":\"orders\",\"bodyBase64\":\"*\"}` | the member \"bodyBase64\" is not in base64",
                "`{\"routingKey\":\"orders\",\"body\":\"a\",\"bodyJson\":1}` | more than one of body, bodyBase64 and bodyJson",
                "`{\"routingKey\":\"orders\",\"body\":\"\\ud83d\"}` | half of a character",
                "`{\"routingKey\":\"orders\",\"routingKey\":\"x\"}` | routingKey",
            })
    void aWrongLineEndsPublishingAfterThoseBeforeIt(String line, String sentence) {
        String good = "{\"routingKey\":\"orders\",\"body\":\"x\"}\n";
        Cli run = amqp(good + good + line + "\n" + good, "publish", List.of("--jsonl=-", "--confirm", "--json"));
        run.assertFailed(1, "line 3 of stdin: ", sentence, "; published before it: 2, of which 2 are confirmed");
        assertTrue(run.out().startsWith("{\"published\":2,\"confirmed\":2,"), run.out());
        assertEquals(2, waiting());
    }

    @Test
    void aLineWithTooMuchIsWrong() {
        String big = "{\"routingKey\":\"orders\",\"properties\":{\"headers\":{\"s\":\"" + "x".repeat(300_000) + "\"}}}";
        Cli run = amqp("{\"routingKey\":\"orders\"}\n" + big, "publish", List.of("--jsonl=-"));
        run.assertFailed(1, "line 2 of stdin: ", "; published before it: 1");
        assertEquals(1, waiting());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "publish --jsonl - --body x --routing-key q | --jsonl brings the bodies; leave out --body",
                "publish --jsonl - --lines                  | --jsonl brings the bodies; leave out --lines",
                "publish --lines --size 3 --routing-key q   | --lines brings the bodies; leave out --size",
                "publish --lines                            | give --routing-key",
                "publish --routing-key q --duration 0       | --duration must be more than 0",
                "consume q --json --pretty                  | --json and --pretty are two forms",
                "consume q --output /tmp/ --json            | a directory gets files of its own form",
                "consume q --offset soon                    | 'soon' is none of first, last, next, an offset",
                "consume q --argument n=5                   | --argument \"n=5\" is not NAME=LETTER:VALUE",
                "consume                                    | Missing required parameter: 'QUEUE'",
            })
    void wrongUsage(String command, String sentence) {
        Cli.run(command.split(" +")).assertFailed(2, sentence);
    }

    /** Before connecting. */
    @ParameterizedTest
    @CsvSource({
        "publish --jsonl /no/such/file,                    there is no file \"/no/such/file\"; check --jsonl",
        "publish --lines --file /no/such --routing-key q,  there is no file \"/no/such\"; check --file",
        "consume q --output /no/such/file,                 cannot make the file \"/no/such/file\": its directory is not there",
        "consume q --output /dev/null/x/,                  cannot use the directory",
    })
    void filesThatCannotBeUsed(String command, String sentence) {
        try (var refusing = new RefusingPort()) {
            Cli.run((command + " --uri amqp://127.0.0.1:" + refusing.port()).split(" +"))
                    .assertFailed(1, sentence);
        }
    }

    @Test
    void aFailureLeavesNoEmptyFile() {
        try (var refusing = new RefusingPort()) {
            Cli.run("consume", "q", "--output", folder + "/new", "--uri", "amqp://127.0.0.1:" + refusing.port())
                    .assertFailed(1, "connection refused");
        }
        assertFalse(Files.exists(folder.resolve("new")));
    }

    @Test
    void bodiesAreTextOrJsonWhereTheyAre() {
        publish("text/plain", "h\u00e9llo\t\n");
        publish("application/json", "{\"a\": [1.50, 1e400]}");
        publish("application/vnd.x+json; charset=UTF-8", "\"\\u00e9\"");
        publish("application/json", "{\n  \"a\": 1\n}");
        publish("application/json", "1,\"x\":2");
        publish("application/json", "");
        channel.publish("", QUEUE, Message.of(new byte[] {'a', -1}));
        List<String> bodies = amqp("consume", QUEUE, "--count=7", "--json").lines().stream()
                .map(line -> line.substring(line.indexOf("\"body")))
                .toList();
        assertEquals(
                List.of(
                        "\"body\":\"h\u00e9llo\\t\\n\"}",
                        "\"bodyJson\":{\"a\": [1.50, 1e400]}}",
                        "\"bodyJson\":\"\\u00e9\"}",
                        "\"body\":\"{\\n  \\\"a\\\": 1\\n}\"}",
                        "\"body\":\"1,\\\"x\\\":2\"}",
                        "\"body\":\"\"}",
                        "\"bodyBase64\":\"Yf8=\"}"),
                bodies);
    }

    private void publish(String contentType, String body) {
        channel.publish("", QUEUE, Message.of(body).contentType(contentType));
    }

    @Test
    void prettyIsForPeople() {
        channel.publish(
                "",
                QUEUE,
                Message.of("{\"a\":{\"b\":\"x\\u001b\u202ey\"}}")
                        .contentType("application/json")
                        .header("n\u001b", 5)
                        .header("s", "t\u001b")
                        .messageId("i\u001b"));
        channel.publish("", QUEUE, Message.of(""));
        assertEquals(
                """
                1  routingKey=orders  25 bytes
                    contentType: application/json
                    headers:
                        n\u00b7: 5  (I)
                        s: "t\u00b7"  (S)
                    messageId: i\u00b7

                    {
                      "a" : {
                        "b" : "x\\u001B\u00b7y"
                      }
                    }

                2  routingKey=orders  0 bytes

                """,
                String.join(
                                "\n",
                                amqp("consume", QUEUE, "--count=2", "--pretty").lines()) + "\n");
    }

    @Test
    void aFileGetsTheLinesAndIsNeverOverwritten() throws IOException {
        Path file = folder.resolve("out.jsonl");
        channel.publish("", QUEUE, Message.of("a\u00e9"));
        channel.publish("", QUEUE, Message.of("b"));
        String[] options = {QUEUE, "--count=1", "--json", "--output", file.toString()};
        assertEquals(List.of(), amqp("consume", options).lines());
        assertTrue(Files.readString(file).endsWith("\"body\":\"a\u00e9\"}\n"), Files.readString(file));
        amqp("consume", options).assertFailed(1, "is there already and is not overwritten");
        assertEquals(1, waiting());
        assertEquals(1, Files.readAllLines(file).size());
    }

    @Test
    void aDirectoryGetsTwoFilesForEachMessage() throws IOException {
        String directory = folder.resolve("out") + "/";
        byte[] body = {0, -1, '\n'};
        channel.publish("", QUEUE, Message.of(body).contentType("x"));
        amqp("consume", QUEUE, "--count=1", "--output", directory).lines();
        channel.publish("", QUEUE, Message.of(""));
        amqp("consume", QUEUE, "--count=1", "--output", folder.resolve("out").toString())
                .lines();
        Path out = folder.resolve("out");
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(
                    List.of("00000001.body", "00000001.json", "00000002.body", "00000002.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertArrayEquals(body, Files.readAllBytes(out.resolve("00000001.body")));
        assertEquals(
                "{\"exchange\":\"\",\"routingKey\":\"orders\",\"deliveryTag\":1,\"redelivered\":false,"
                        + "\"properties\":{\"contentType\":\"x\"},\"bodyFile\":\"00000001.body\"}\n",
                Files.readString(out.resolve("00000001.json")));
        assertEquals(0, waiting());
    }

    /** A device for which every write fails as on a full disk. */
    @ParameterizedTest
    @ValueSource(strings = {"--json", "--pretty", "--prefetch=1"})
    void onAFullDiskMessagesStayInTheQueue(String option) {
        channel.publish("", QUEUE, Message.of("a"));
        channel.publish("", QUEUE, Message.of("b"));
        amqp("consume", QUEUE, "--output=/dev/full", option)
                .assertFailed(
                        1, "cannot write to \"/dev/full\": No space left on device; the message stays in the queue");
        assertEquals(2, waiting());
    }

    @Test
    void whatDoesNotMatchGoesBack() {
        for (int i = 0; i < 300; i++) {
            channel.publish("", QUEUE, Message.of("m" + i).header("n", i % 100));
        }
        Cli run = amqp("consume", QUEUE, "--header=n=I:99", "--count=3", "--json");
        assertEquals(0, run.status(), run.err());
        assertEquals(3, run.out().lines().count());
        assertEquals("amqp: 297 messages that do not match go back to the queue\n", run.err());
        assertEquals(297, waiting());
    }

    @Test
    void aPrefetchThatNothingMatchesIsSaid() {
        for (int i = 0; i < 9; i++) {
            channel.publish("", QUEUE, Message.of("m" + i));
        }
        amqp("consume", QUEUE, "--body-matches=m8", "--prefetch=4")
                .assertFailed(1, "the 4 messages that --prefetch allows at a time do not match");
        assertEquals(9, waiting());
    }
}
